internal import AuraPKI
internal import AuraSession
internal import AuraTransport
internal import AuraWire
internal import Logging

/// The server's control thread: the state machine, and what it wants done.
struct ServerRole: ~Copyable, ControlRole {
    private var machine: ServerMachine
    private let parts: ServerParts
    private var batch = LinkTable.makeBatch()
    private var nextSave: ContinuousClock.Instant
    private var nextSweep: ContinuousClock.Instant

    /// How often the file of leases learns when clients were last there.
    private static var saveInterval: Duration { .seconds(60) }
    /// How often connections are looked over.
    private static var sweepInterval: Duration { .seconds(10) }
    /// How long a connection may be there without carrying a session: a client needs it for as long as it decides.
    private static var idleLinkAge: Duration { .seconds(30) }

    init(_ configuration: ServerMachineConfiguration, parts: ServerParts, now: ContinuousClock.Instant, wall: WallTime)
    {
        machine = ServerMachine(configuration, table: parts.table, now: now, wall: wall)
        self.parts = parts
        nextSave = now + Self.saveInterval
        nextSweep = now + Self.sweepInterval
    }

    mutating func handle(_ event: NodeEvent, now: ContinuousClock.Instant, wall: WallTime) {
        switch event {
        case .datagram(let datagram, let path): machine.handle(datagram, from: path, now: now, wall: wall)
        case .control(let control, let session): machine.handle(control, in: session, now: now)
        case .verifier(let verifier): machine.replaceVerifier(verifier, now: now)
        case .moved(let session):
            parts.logger.debug(
                "A client moved",
                metadata: [
                    "peer": "\(session.peer.name)", "remote": "\(session.path.remote)",
                    "transport": "\(transport(of: session))",
                ])
        case .linkClosed(let id, let reason): parts.linkClosed(id, reason)
        case .manifest(let manifest): machine.replaceManifest(manifest, now: now)
        case .foundManifest, .dialled, .dialledBetter, .woke, .stop: break
        }
    }

    mutating func tick(now: ContinuousClock.Instant, wall: WallTime) {
        machine.tick(now: now)
        sweepLinks(now)
        parts.admission.saveIfDue(now: now)
        guard now >= nextSave else { return }
        nextSave = now + Self.saveInterval
        parts.admission.save()
    }

    /// Whoever holds the outer key may open connections, also a client that was revoked; only those with a session stay.
    private mutating func sweepLinks(_ now: ContinuousClock.Instant) {
        guard now >= nextSweep else { return }
        nextSweep = now + Self.sweepInterval
        let idle = parts.links.idle(besides: machine.linksInUse, olderThan: Self.idleLinkAge)
        guard !idle.isEmpty else { return }
        Task { for link in idle { link.close(.local("it carries no session")) } }
    }

    mutating func deadline(now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        [machine.nextDeadline, parts.links.count > 1 ? nextSweep : nil, parts.admission.saveDue]
            .compactMap(\.self).min()
    }

    mutating func stop(now: ContinuousClock.Instant) {
        machine.stop(now: now)
    }

    mutating func perform() {
        for effect in machine.takeEffects() { perform(effect) }
    }

    private mutating func perform(_ effect: ServerEffect) {
        switch effect {
        case .transmit(let datagrams, let path): parts.links.transmit(datagrams, over: path, using: &batch)
        case .established(let session, let welcome): establish(session, welcome)
        case .rekeyed(let session):
            parts.board.rekeyed(session)
            parts.logger.debug("New keys", metadata: ["peer": "\(session.peer.name)"])
        case .ended(let session, let reason): end(session, reason)
        case .rejected(let rejection, let path): reject(rejection, path)
        }
    }

    private func establish(_ session: Session, _ welcome: Welcome) {
        parts.routes.add(session)
        parts.board.established(session)
        parts.admission.connect(session.peer.name)
        let addresses = welcome.addresses.map(\.description).joined(separator: ", ")
        parts.logger.info(
            "Client connected",
            metadata: [
                "peer": "\(session.peer.name)", "inner": "\(addresses)", "transport": "\(transport(of: session))",
            ])
    }

    private func transport(of session: Session) -> String {
        parts.links[session.path.link]?.transport.rawValue ?? "none"
    }

    private func end(_ session: Session, _ reason: SessionEnd) {
        parts.routes.remove(session)
        parts.board.ended(session)
        if reason != .replaced { parts.admission.disconnect(session.peer.name) }
        parts.logger.info("Client gone", metadata: ["peer": "\(session.peer.name)", "reason": "\(reason)"])
    }

    /// Strangers must not be able to fill the log: only what a holder of the outer key does shows above debug.
    private func reject(_ rejection: HandshakeRejection, _ path: SessionPath) {
        parts.board.rejected(rejection)
        let metadata: Logger.Metadata = ["reason": "\(rejection.label)"]
        switch rejection {
        case .failed(.peer(let refusal)):
            parts.logger.warning("A client was refused", metadata: ["reason": "\(refusal)"])
        case .refused(let peer, let reason):
            parts.logger.warning(
                "A client got no session", metadata: ["peer": "\(peer.name)", "reason": "\(reason.explanation)"])
        default: parts.logger.debug("A handshake was not answered", metadata: metadata)
        }
    }
}
