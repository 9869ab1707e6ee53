import AuraSession
import AuraWire

/// A client's and a server's machine, with nothing between them but the test's own hands.
struct Hands: ~Copyable {
    /// What a server made of some datagrams.
    struct Answer {
        var datagrams: [[UInt8]] = []
        var rejections: [String] = []
        var established = 0
    }

    static let server = SessionPath(link: 1, remote: World.address(1, port: 8443))

    var client: ClientMachine
    var server: ServerMachine
    let clientTable = SessionTable()
    let serverTable = SessionTable()
    /// Sessions that the client has had.
    private(set) var sessions: [Session] = []

    init(
        _ configuration: ServerMachineConfiguration = Cast.shared.serverConfiguration(), seed: UInt64 = 1,
        now: ContinuousClock.Instant, wall: WallTime
    ) {
        client = ClientMachine(
            Cast.shared.clientConfiguration(), table: clientTable, random: RandomSource(seed: seed), now: now)
        server = ServerMachine(
            configuration, table: serverTable, random: RandomSource(seed: seed &+ 1), now: now, wall: wall)
    }

    /// Message 1.
    mutating func begin(now: ContinuousClock.Instant, wall: WallTime) -> [[UInt8]] {
        client.consider(Self.server, now: now, wall: wall)
        return clientDatagrams()
    }

    /// Gives handshake datagrams to the server.
    mutating func ask(
        _ datagrams: [[UInt8]], from address: SocketAddress, now: ContinuousClock.Instant, wall: WallTime
    ) -> Answer {
        let path = SessionPath(link: 1, remote: address)
        for datagram in datagrams { server.handle(datagram, from: path, now: now, wall: wall) }
        var answer = Answer()
        for effect in server.takeEffects() {
            switch effect {
            case .transmit(let datagrams, _): answer.datagrams += datagrams
            case .rejected(let rejection, _): answer.rejections.append(rejection.label)
            case .established: answer.established += 1
            case .rekeyed, .ended: break
            }
        }
        return answer
    }

    /// Gives datagrams of any kind to the client; returns what it says.
    mutating func tell(_ datagrams: [[UInt8]], now: ContinuousClock.Instant, wall: WallTime) -> [[UInt8]] {
        for datagram in datagrams {
            guard let header = DataHeader(datagram.span) else {
                client.handle(datagram, from: Self.server, now: now, wall: wall)
                continue
            }
            guard let session = clientTable.session(for: header.receiverIndex) else { continue }
            let report = Datagram.open(datagram, in: session, from: Self.server, now: now).report
            for control in report.control { client.handle(control, now: now) }
        }
        return clientDatagrams()
    }

    mutating func clientTick(now: ContinuousClock.Instant, wall: WallTime) -> [[UInt8]] {
        client.tick(now: now, wall: wall)
        return clientDatagrams()
    }

    private mutating func clientDatagrams() -> [[UInt8]] {
        var all: [[UInt8]] = []
        for effect in client.takeEffects() {
            switch effect {
            case .transmit(let datagrams, _): all += datagrams
            case .established(let session, _): sessions.append(session)
            default: break
            }
        }
        return all
    }
}
