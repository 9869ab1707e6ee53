import AuraPKI
import AuraSession
import AuraWire
import Testing

/// A client in a simulated world: its state machine, its session, and what came of it.
final class ClientNode {
    let name: String
    /// Where it sends from; assign to make it roam.
    var address: SocketAddress {
        get { links[1] ?? world.server.address }
        set { links[1] = newValue }
    }
    /// Its links by number, each with the address that it sends from; assign to add more.
    var links: [UInt32: SocketAddress]
    /// The links that it offers when a path is looked for, in this order.
    var offered: [UInt32] = [1]
    private(set) var machine: ClientMachine
    let table = SessionTable()
    private let world: World

    /// Packets that came out of the session.
    private(set) var received: [(packet: [UInt8], at: ContinuousClock.Instant)] = []
    private(set) var session: Session?
    private(set) var established: [ContinuousClock.Instant] = []
    private(set) var rekeyed: [ContinuousClock.Instant] = []
    private(set) var lost: [SessionEnd] = []
    private(set) var failures: [(failure: HandshakeFailure, pause: Duration, at: ContinuousClock.Instant)] = []
    private(set) var looks: [(cause: PathCause, at: ContinuousClock.Instant)] = []
    private(set) var settled: [(path: SessionPath, isNarrow: Bool, at: ContinuousClock.Instant)] = []
    private(set) var moves: [(link: UInt32, cause: PathCause, at: ContinuousClock.Instant)] = []
    private(set) var trials: [Bool] = []
    /// Manifests that the session has brought.
    private(set) var manifests: [(manifest: OfferedManifest, at: ContinuousClock.Instant)] = []
    /// False when it finds every manifest bad.
    var likesManifests = true
    /// True for a client of the time before manifests: it does not know their messages.
    var ignoresManifests = false
    /// Control messages that have come.
    private(set) var heard: [ControlMessage] = []
    /// How often new keys were asked for.
    private(set) var rekeys = 0
    private(set) var rejected: [HandshakeFailure] = []
    private(set) var sealErrors: [SealError] = []
    /// Datagrams that the machine has sent.
    private(set) var sent = 0
    private(set) var forged = 0
    private(set) var replayed = 0
    private(set) var deadline: ContinuousClock.Instant?
    /// Its clock less the true one.
    var skew = Duration.zero
    /// True when it closes the links that lost a search, as a real client does; they open again for the next one.
    var closesLosers = false
    private var shut: Set<UInt32> = []
    /// False while it finds no way to the server.
    var hasPath = true

    init(_ configuration: ClientConfiguration, at address: SocketAddress, in world: World, seed: UInt64) {
        name = configuration.identity.name
        links = [1: address]
        self.world = world
        machine = ClientMachine(configuration, table: table, random: RandomSource(seed: seed), now: world.now)
        deadline = world.now
    }

    private var wall: WallTime {
        WallTime(milliseconds: UInt64(Int64(world.wall.milliseconds) + Int64(skew / .milliseconds(1))))
    }

    func receive(_ datagram: [UInt8], from source: SocketAddress, at own: SocketAddress) {
        let link = links.first { $0.value == own }?.key ?? 0
        guard !shut.contains(link) else { return }
        let path = SessionPath(link: link, remote: source)
        if let header = DataHeader(datagram.span) {
            guard let session = table.session(for: header.receiverIndex) else { return }
            guard open(datagram, in: session, from: path) else { return }
        } else {
            machine.handle(datagram, from: path, now: world.now, wall: wall)
        }
        tick()
    }

    func tick() {
        machine.tick(now: world.now, wall: wall)
        perform()
        deadline = machine.nextDeadline(now: world.now)
        world.expectAhead(deadline, of: name)
    }

    /// Seals a packet as a data thread does: the machine hears of it only when the session says that it should.
    func send(_ packet: [UInt8]) {
        guard let session else { return }
        do throws(SealError) {
            let (datagram, run) = try Datagram.seal(packet, in: session, now: world.now)
            transmit(datagram, over: run.path)
            if run.wasQuiet { tick() }
        } catch {
            sealErrors.append(error)
        }
    }

    func stop() {
        machine.stop(now: world.now)
        perform()
        deadline = machine.nextDeadline(now: world.now)
    }

    /// Opens a datagram; true when the machine has something to do.
    private func open(_ datagram: [UInt8], in session: Session, from path: SessionPath) -> Bool {
        let (packet, report) = Datagram.open(datagram, in: session, from: path, now: world.now)
        if !packet.isEmpty { received.append((packet, world.now)) }
        forged += report.forged
        replayed += report.replayed
        for control in report.control { handle(control) }
        return !report.control.isEmpty
    }

    /// Hands a control message to the machine, as if the session had opened it.
    func handle(_ control: OpenedControl) {
        heard.append(control.message)
        if ignoresManifests, control.message.isAboutManifests { return }
        machine.handle(control, now: world.now)
    }

    /// A control message from the server, under the keys in use.
    func hear(_ message: ControlMessage) {
        let datagram = try? world.server.sessions[name]?.seal(message, now: world.now).datagram
        receive(datagram ?? [], from: world.server.address, at: address)
    }

    /// Sends a control message as the machine would.
    func say(_ message: ControlMessage) {
        guard let sealed = try? session?.seal(message, now: world.now) else { return }
        transmit(sealed.datagram, over: sealed.path)
    }

    func know(_ serial: UInt64) {
        machine.knownManifestSerial = serial
    }

    func replaceVerifier(_ verifier: PeerVerifier) {
        machine.replaceVerifier(verifier)
    }

    private func perform() {
        for effect in machine.takeEffects() {
            switch effect {
            case .transmit(let datagrams, let path):
                sent += datagrams.count
                for datagram in datagrams { transmit(datagram, over: path) }
            case .needsPaths(let cause): look(cause)
            case .settled(let path, let isNarrow):
                settled.append((path, isNarrow, world.now))
                if closesLosers { closeLosers(except: path.link) }
            case .moved(_, _, let path, let cause, _): moves.append((path.link, cause, world.now))
            case .trialEnded(_, let isGood): trials.append(isGood)
            case .rekeying: rekeys += 1
            case .rejected(let failure, _): rejected.append(failure)
            case .established(let session, _):
                established.append(world.now)
                self.session = session
            case .rekeyed: rekeyed.append(world.now)
            case .lost(_, let reason):
                lost.append(reason)
                session = nil
            case .failed(let failure, let pause): failures.append((failure, pause, world.now))
            case .manifest(let serial, let bytes):
                manifests.append((OfferedManifest(serial: serial, bytes: bytes), world.now))
                if likesManifests { know(serial) }
            }
        }
    }

    /// Tries another path beside the one in use.
    func beginTrial(ofLink link: UInt32) {
        shut.remove(link)
        machine.beginTrial(of: SessionPath(link: link, remote: world.server.address), now: world.now)
        tick()
    }

    func linkClosed(_ link: UInt32) {
        machine.linkClosed(link, now: world.now)
        tick()
    }

    func look(because cause: PathCause) {
        machine.look(cause, now: world.now)
        tick()
    }

    private func closeLosers(except kept: UInt32) {
        shut = Set(links.keys.filter { $0 != kept })
        for link in shut.sorted() { machine.linkClosed(link, now: world.now) }
    }

    private func transmit(_ datagram: [UInt8], over path: SessionPath) {
        guard let source = links[path.link], !shut.contains(path.link) else { return }
        world.transmit(datagram, from: source, to: path.remote)
    }

    private func look(_ cause: PathCause) {
        looks.append((cause, world.now))
        shut = []
        for link in hasPath ? offered : [] {
            machine.consider(SessionPath(link: link, remote: world.server.address), now: world.now, wall: wall)
        }
        machine.noMorePaths(now: world.now)
        perform()
    }
}
