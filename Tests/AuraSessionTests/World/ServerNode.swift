import AuraPKI
import AuraSession
import AuraWire
import Testing

/// A server in a simulated world: its state machine, its sessions, and what came of them.
final class ServerNode {
    let address: SocketAddress
    private(set) var machine: ServerMachine
    private(set) var table = SessionTable()
    private let world: World

    /// Packets that came out of sessions: whose, and what.
    private(set) var received: [(client: String, packet: [UInt8], at: ContinuousClock.Instant)] = []
    private(set) var sessions: [String: Session] = [:]
    private(set) var established = 0
    private(set) var rekeyed = 0
    private(set) var ended: [SessionEnd] = []
    private(set) var rejections: [HandshakeRejection] = []
    /// Datagrams sent so far, data included.
    private(set) var sent = 0
    /// Reports of everything that was opened, added up.
    private(set) var forged = 0
    private(set) var replayed = 0
    private(set) var withoutKeys = 0
    private(set) var moves = 0
    /// Control messages that have come: whose, what and when.
    private(set) var heard: [(client: String, message: ControlMessage, at: ContinuousClock.Instant)] = []
    private(set) var deadline: ContinuousClock.Instant?
    /// While it is down it hears nothing and does nothing.
    var isDown = false

    init(_ configuration: ServerMachineConfiguration, at address: SocketAddress, in world: World, seed: UInt64) {
        self.address = address
        self.world = world
        machine = ServerMachine(
            configuration, table: table, random: RandomSource(seed: seed), now: world.now, wall: world.wall)
    }

    /// A process that knows nothing of the one before.
    func restart(_ configuration: ServerMachineConfiguration) {
        table = SessionTable()
        machine = ServerMachine(configuration, table: table, now: world.now, wall: world.wall)
        sessions = [:]
        isDown = false
        deadline = nil
    }

    func receive(_ datagram: [UInt8], from source: SocketAddress) {
        guard !isDown else { return }
        let path = SessionPath(link: 1, remote: source)
        if let header = DataHeader(datagram.span) {
            if let session = table.session(for: header.receiverIndex) { open(datagram, in: session, from: path) }
        } else {
            world.audit.serverHears(datagram, from: source)
            machine.handle(datagram, from: path, now: world.now, wall: world.wall)
        }
        tick()
    }

    func tick() {
        guard !isDown else { return }
        machine.tick(now: world.now)
        perform()
        deadline = machine.nextDeadline
        world.expectAhead(deadline, of: "server")
    }

    func send(_ packet: [UInt8], to client: String) {
        guard let session = sessions[client], !isDown else { return }
        guard let sealed = try? Datagram.seal(packet, in: session, now: world.now) else { return }
        transmit(sealed.datagram, to: sealed.run.path.remote)
    }

    func stop() {
        machine.stop(now: world.now)
        perform()
    }

    func replaceVerifier(_ verifier: PeerVerifier) {
        machine.replaceVerifier(verifier, now: world.now)
        perform()
    }

    func replaceManifest(_ manifest: OfferedManifest?) {
        machine.replaceManifest(manifest, now: world.now)
        perform()
    }

    private func open(_ datagram: [UInt8], in session: Session, from path: SessionPath) {
        let (packet, report) = Datagram.open(datagram, in: session, from: path, now: world.now)
        if !packet.isEmpty { received.append((session.peer.name, packet, world.now)) }
        forged += report.forged
        replayed += report.replayed
        withoutKeys += report.withoutKeys
        moves += report.moved ? 1 : 0
        for control in report.control {
            heard.append((session.peer.name, control.message, world.now))
            machine.handle(control, in: session, now: world.now)
        }
    }

    private func perform() {
        for effect in machine.takeEffects() {
            switch effect {
            case .transmit(let datagrams, let path): for datagram in datagrams { transmit(datagram, to: path.remote) }
            case .established(let session, _):
                established += 1
                sessions[session.peer.name] = session
            case .rekeyed: rekeyed += 1
            case .ended(let session, let reason):
                ended.append(reason)
                if sessions[session.peer.name] === session { sessions[session.peer.name] = nil }
            case .rejected(let rejection, _): rejections.append(rejection)
            }
        }
    }

    private func transmit(_ datagram: [UInt8], to destination: SocketAddress) {
        sent += 1
        world.audit.serverSays(datagram, to: destination)
        world.transmit(datagram, from: address, to: destination)
    }
}
