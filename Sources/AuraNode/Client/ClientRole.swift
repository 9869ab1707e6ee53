internal import AuraPKI
internal import AuraSession
internal import AuraTransport
internal import AuraWire
internal import Logging

/// The client's control thread: the state machine, and what it wants done.
struct ClientRole: ~Copyable, ControlRole {
    private var machine: ClientMachine
    private let parts: ClientParts
    private let finder: PathFinder
    private let host: ClientHost
    private var batch = LinkTable.makeBatch()
    /// When the server was first looked for in vain; `nil` while it answers. Each outage is reported once.
    private var lookingSince: ContinuousClock.Instant?

    init(
        _ configuration: ClientConfiguration, parts: ClientParts, finder: PathFinder, host: ClientHost,
        now: ContinuousClock.Instant
    ) {
        machine = ClientMachine(configuration, table: parts.table, now: now)
        self.parts = parts
        self.finder = finder
        self.host = host
    }

    mutating func handle(_ event: NodeEvent, now: ContinuousClock.Instant, wall: WallTime) {
        switch event {
        case .datagram(let datagram, let path): machine.handle(datagram, from: path, now: now, wall: wall)
        case .control(let control, _):
            machine.handle(control, now: now)
            parts.board.measured(machine.roundTrip)
        case .path(let path?): machine.begin(over: path, now: now, wall: wall)
        case .path(nil): machine.pathUnavailable(now: now)
        case .linkClosed(let id, let reason): parts.forgetLink(id, reason)
        case .moved, .verifier, .stop: break
        }
    }

    mutating func tick(now: ContinuousClock.Instant, wall: WallTime) {
        machine.tick(now: now, wall: wall)
        guard let lookingSince, let session = machine.session, session.lastTimes.received > lookingSince else { return }
        found(session)
        parts.board.answered()
    }

    mutating func deadline(now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        machine.nextDeadline(now: now)
    }

    mutating func stop(now: ContinuousClock.Instant) {
        machine.stop(now: now)
    }

    mutating func perform() {
        for effect in machine.takeEffects() { perform(effect) }
    }

    private mutating func perform(_ effect: ClientEffect) {
        switch effect {
        case .transmit(let datagrams, let path): parts.links.transmit(datagrams, over: path, using: &batch)
        case .needsPath(let cause): findPath(cause)
        case .established(let session, let welcome): establish(session, welcome)
        case .rekeyed(let session): goOn(session)
        case .lost(let session, let reason):
            parts.routes.setFallback(nil)
            parts.board.lost()
            parts.logger.notice("Disconnected", metadata: ["peer": "\(session.peer.name)", "reason": "\(reason)"])
        case .failed(let failure, let pause):
            parts.board.failed(failure)
            let milliseconds = Int(pause / .milliseconds(1))
            parts.logger.warning(
                "No session", metadata: ["reason": "\(failure)", "retry_in_ms": "\(milliseconds)"])
        }
    }

    private mutating func findPath(_ cause: HandshakeCause) {
        parts.board.wantsPath(cause)
        if cause == .silence, lookingSince == nil {
            lookingSince = .now
            parts.logger.notice("The server does not answer; looking for it")
        }
        // New keys are agreed over the path that works.
        if cause == .rekey, let path = machine.session?.path, parts.links[path.link] != nil {
            return parts.mailbox.post(.path(path))
        }
        Task { [parts, finder] in
            guard let remote = await finder.next() else { return parts.mailbox.post(.path(nil)) }
            do throws(TransportError) {
                let link = try parts.openLink()
                parts.board.trying(remote)
                parts.logger.debug("Dialling", metadata: ["remote": "\(remote)", "cause": "\(cause.rawValue)"])
                parts.mailbox.post(.path(SessionPath(link: link.id.rawValue, remote: remote)))
            } catch {
                parts.logger.error("No socket", metadata: ["error": "\(error)"])
                parts.mailbox.post(.path(nil))
            }
        }
    }

    private mutating func goOn(_ session: Session) {
        parts.board.rekeyed()
        found(session)
        parts.logger.debug("New keys", metadata: ["peer": "\(session.peer.name)"])
    }

    private mutating func found(_ session: Session) {
        if lookingSince != nil {
            parts.logger.info("The server answers again", metadata: ["peer": "\(session.peer.name)"])
        }
        lookingSince = nil
    }

    private mutating func establish(_ session: Session, _ welcome: Welcome) {
        parts.board.established(session, welcome)
        lookingSince = nil
        let addresses = welcome.addresses.map(\.description).joined(separator: ", ")
        parts.logger.info(
            "Connected",
            metadata: ["peer": "\(session.peer.name)", "inner": "\(addresses)", "transport": "udp"])
        parts.policy.replace(with: .client(own: InnerAddresses(welcome.addresses)))
        parts.routes.setFallback(session)
        Task { [parts, finder, host] in
            await finder.succeeded()
            do throws(NodeError) {
                try await host.apply(welcome, from: session.path.remote)
            } catch {
                parts.failure.set(error)
            }
        }
    }
}
