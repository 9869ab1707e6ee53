import AuraPKI
import AuraSession
import AuraWire

/// The worked example as Aura's own state machines play it: a whole handshake and some packets.
struct ExampleRun: ~Copyable {
    private let cast: ExampleCast
    private let now = ContinuousClock.now
    private let path = SessionPath(link: 1, remote: SocketAddress(.v4(IPv4Address(bits: 0xc000_0201)), port: 40_000))
    private let clientTable = SessionTable()
    private var client: ClientMachine
    private var server: ServerMachine

    /// The datagrams of messages 1, 2 and 3.
    private(set) var flights: [[[UInt8]]] = []
    /// The server's first data packet.
    private(set) var welcome: [UInt8] = []
    /// The client's session.
    private(set) var session: Session?

    init(_ cast: ExampleCast) throws {
        // Everything that throws comes first: values that must not be copied cannot be given up half-way.
        let client = try Self.clientConfiguration(cast)
        let server = try Self.serverConfiguration(cast)
        self.cast = cast
        self.client = ClientMachine(client, table: clientTable, random: RandomSource(seed: 1), now: now)
        self.server = ServerMachine(
            server, table: SessionTable(), random: RandomSource(seed: 2), now: now, wall: cast.time)
    }

    /// Plays the handshake to its end.
    mutating func play() throws {
        client.consider(path, now: now, wall: cast.time)
        flights.append(Self.sent(client.takeEffects()))
        for datagram in flights[0] { server.handle(datagram, from: path, now: now, wall: cast.time) }
        flights.append(Self.sent(server.takeEffects()))
        for datagram in flights[1] { client.handle(datagram, from: path, now: now, wall: cast.time) }
        flights.append(Self.sent(client.takeEffects()))
        for datagram in flights[2] { server.handle(datagram, from: path, now: now, wall: cast.time) }
        welcome = Self.sent(server.takeEffects()).first ?? []
        try takeWelcome()
    }

    /// The datagrams of a client that began, was asked for the example's cookie, and began again.
    static func retry(_ cast: ExampleCast) throws -> (index: UInt32, reply: CookieReply, flight: [[UInt8]]) {
        let now = ContinuousClock.now
        let path = SessionPath(link: 1, remote: PacketBatch.nowhere)
        var client = ClientMachine(
            try clientConfiguration(cast), table: SessionTable(), random: RandomSource(seed: 1), now: now)
        client.consider(path, now: now, wall: cast.time)
        guard let first = sent(client.takeEffects()).first else { throw ExampleError("message 1") }
        let index = try HandshakeFragment(decoding: first).senderIndex
        let reply = CookieReply(receiverIndex: index, cookie: cast["cookie"])
        client.handle(reply.encoded(padding: 8), from: path, now: now, wall: cast.time)
        return (index, reply, sent(client.takeEffects()))
    }

    /// Seals one inner packet with the client's session.
    func seal(_ packet: [UInt8]) throws -> [UInt8] {
        var packets = PacketBatch(capacity: 1, bytes: 256, headroom: PayloadKind.longestPrefix)
        packets.append(upTo: packet.count) { span in
            for index in packet.indices { span[index] = packet[index] }
            return packet.count
        }
        var datagrams = PacketBatch(capacity: 1, bytes: 512)
        var cursor = SealCursor(0..<1)
        _ = try session?.seal(&packets, from: &cursor, into: &datagrams, now: now)
        return Self.bytes(of: &datagrams)
    }

    /// Seals one control message with the client's session.
    func seal(_ message: ControlMessage) throws -> [UInt8] {
        try session?.seal(message, now: now).datagram ?? []
    }

    private mutating func takeWelcome() throws {
        var batch = PacketBatch(capacity: 1, bytes: 512)
        batch.append(upTo: welcome.count) { span in
            for index in welcome.indices { span[index] = welcome[index] }
            return welcome.count
        }
        guard let header = welcome.dataHeader, let opener = clientTable.session(for: header.receiverIndex) else {
            throw ExampleError("welcome")
        }
        let report = opener.open(&batch, 0..<1, from: path, now: now)
        for control in report.control { client.handle(control, now: now) }
        session = client.session
    }

    private static func clientConfiguration(_ cast: ExampleCast) throws -> ClientConfiguration {
        let name = try ServerName(ExampleCast.serverName)
        var configuration = ClientConfiguration(
            identity: try cast.identity(of: "client"), verifier: try cast.verifier(expecting: .server(named: name)))
        configuration.limits.firstMessageLength = 2_500...2_500
        configuration.keys = try cast.keys(of: "client", startingWithStatic: true)
        return configuration
    }

    private static func serverConfiguration(_ cast: ExampleCast) throws -> ServerMachineConfiguration {
        var configuration = ServerMachineConfiguration(
            identity: try cast.identity(of: "server"), verifier: try cast.verifier(expecting: .client),
            admit: { _, id in .success(cast.welcome(id)) })
        configuration.keys = try cast.keys(of: "server", startingWithStatic: true)
        return configuration
    }

    private static func sent(_ effects: [ClientEffect]) -> [[UInt8]] {
        effects.flatMap { effect -> [[UInt8]] in
            guard case .transmit(let datagrams, _) = effect else { return [] }
            return datagrams
        }
    }

    private static func sent(_ effects: [ServerEffect]) -> [[UInt8]] {
        effects.flatMap { effect -> [[UInt8]] in
            guard case .transmit(let datagrams, _) = effect else { return [] }
            return datagrams
        }
    }

    private static func bytes(of batch: inout PacketBatch) -> [UInt8] {
        batch.count == 0 ? [] : batch.withPacket(at: 0) { span in span.indices.map { span[$0] } }
    }
}

extension [UInt8] {
    /// The header of a data datagram.
    var dataHeader: DataHeader? { DataHeader(span) }
}
