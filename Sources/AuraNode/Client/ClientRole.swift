internal import AuraBridges
internal import AuraConfig
internal import AuraPKI
internal import AuraSession
internal import AuraTransport
internal import AuraWire
internal import Foundation
internal import Logging

/// The client's control thread: the state machine, and what it wants done.
struct ClientRole: ~Copyable, ControlRole {
    private var machine: ClientMachine
    private var navigator: ClientNavigator
    private var bridges: ClientBridges
    private let trust: ClientTrust
    private let parts: ClientParts
    private let host: ClientHost
    private var batch = LinkTable.makeBatch()
    /// True while the server is looked for in vain; each outage is reported once.
    private var isLooking = false
    /// True from the first search in vain until there is a session: what to do about it is said once.
    private var isAdvised = false

    init(
        _ trust: ClientTrust, _ profile: ClientProfile, parts: ClientParts, host: ClientHost,
        now: ContinuousClock.Instant
    ) {
        self.trust = trust
        self.parts = parts
        self.host = host
        machine = ClientMachine(trust.configuration, table: parts.table, now: now)
        navigator = ClientNavigator(profile, seed: trust.seed, parts: parts)
        bridges = ClientBridges(profile, verifier: trust.manifests, parts: parts)
        applyBridges()
    }

    mutating func handle(_ event: NodeEvent, now: ContinuousClock.Instant, wall: WallTime) {
        switch event {
        case .datagram(let datagram, let path): machine.handle(datagram, from: path, now: now, wall: wall)
        case .control(let control, _):
            machine.handle(control, now: now)
            parts.board.measured(machine.roundTrip)
        case .dialled(let event, let search):
            navigator.dialled(event, search: search, to: &machine, now: now, wall: wall)
        case .dialledBetter(let result, let endpoint, let attempt):
            navigator.dialledBetter(result, endpoint, attempt: attempt, on: &machine, now: now)
        case .linkClosed(let id, let reason): linkClosed(id, reason, now)
        case .woke:
            parts.logger.notice("This host slept; looking for the server anew")
            machine.look(.wake, now: now)
        case .foundManifest(let bytes, let source): take(bytes, from: source, now)
        case .moved, .verifier, .manifest, .stop: break
        }
    }

    mutating func tick(now: ContinuousClock.Instant, wall: WallTime) {
        machine.tick(now: now, wall: wall)
        perform()
        navigator.tick(&machine, now: now)
    }

    mutating func deadline(now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        [machine.nextDeadline(now: now), navigator.deadline].compactMap(\.self).min()
    }

    mutating func stop(now: ContinuousClock.Instant) {
        navigator.stop()
        machine.stop(now: now)
    }

    mutating func perform() {
        for effect in machine.takeEffects() { perform(effect) }
    }

    private mutating func perform(_ effect: ClientEffect) {
        switch effect {
        case .transmit(let datagrams, let path): parts.linkTable.transmit(datagrams, over: path, using: &batch)
        case .needsPaths(let cause): look(cause)
        case .settled(let path, let isNarrow): settle(path, isNarrow)
        case .moved(let session, let old, let new, let cause, let silence): move(session, old, new, cause, silence)
        case .trialEnded(let path, let isGood): navigator.trialEnded(path, isGood: isGood, now: .now)
        case .established(let session, let welcome): establish(session, welcome)
        case .rekeying: parts.board.rekeying()
        case .rekeyed(let session):
            parts.board.rekeyed()
            parts.logger.debug("New keys", metadata: ["peer": "\(session.peer.name)"])
        case .lost(let session, let reason): lose(session, reason)
        case .rejected(let failure, let path): reject(failure, path)
        case .failed(let failure, let pause): fail(failure, pause)
        case .manifest(_, let bytes): take(bytes, from: .tunnel, .now)
        }
    }
}

extension ClientRole {
    /// A newer manifest serves at once when there is no session, else from the next search on.
    private mutating func take(_ bytes: [UInt8], from source: ManifestSource, _ now: ContinuousClock.Instant) {
        guard bridges.take(bytes, from: source, now: Date()) else { return }
        applyBridges()
        guard machine.session == nil else { return }
        if navigator.isLooking { navigator.look(.start, from: nil) } else { machine.look(.start, now: now) }
    }

    /// Time alone can change what is in force, so this is done before each search.
    private mutating func applyBridges() {
        let now = Date()
        bridges.reconsider(now: now)
        navigator.replace(with: bridges.bridges(now: now))
        machine.knownManifestSerial = bridges.serial
        // The server in use may be left by a new manifest; it stays for as long as the session does.
        let present = machine.session.flatMap { try? ServerName($0.peer.name) }
        let names = bridges.serverNames(now: now).union(present.map { [$0] } ?? [])
        do throws(NodeError) {
            machine.replaceVerifier(try trust.verifier(of: names))
        } catch {
            parts.failure.set(error)
        }
    }
}

extension ClientRole {
    private mutating func look(_ cause: PathCause) {
        applyBridges()
        let path = machine.session?.path
        if path != nil {
            parts.logger.notice("Looking for another path", metadata: ["reason": "\(cause)", "now": "\(name(path))"])
            isLooking = true
        }
        parts.board.looks()
        navigator.look(cause, from: path)
    }

    private mutating func settle(_ path: SessionPath, _ isNarrow: Bool) {
        navigator.settled(on: path, isNarrow: isNarrow, now: .now)
        parts.board.measured(machine.roundTrip)
        if isLooking { parts.logger.info("The server answers", metadata: ["over": "\(name(path))"]) }
        isLooking = false
        isAdvised = false
    }

    private mutating func move(
        _ session: Session, _ old: SessionPath, _ new: SessionPath, _ cause: PathCause, _ silence: Duration?
    ) {
        // The old link may be gone, and forgotten.
        let from = parts.links.endpoint(of: old.link) ?? parts.board.snapshot.current
        let to = parts.links.endpoint(of: new.link)
        parts.board.moved(from: from, to: to, cause, silence: silence)
        parts.logger.notice(
            "Moved",
            metadata: ["from": "\(from?.description ?? name(old))", "to": "\(name(new))", "reason": "\(cause)"])
        if cause == .better { navigator.upgraded(from: old, to: new, now: .now) }
    }

    private mutating func linkClosed(_ id: UInt32, _ reason: LinkCloseReason, _ now: ContinuousClock.Instant) {
        let wasInUse = machine.session?.path.link == id
        let endpoint = parts.links.forget(id)
        machine.linkClosed(id, now: now)
        if case .local = reason { return }
        guard let endpoint else { return }
        parts.board.broke(endpoint, reason)
        parts.logger.warning(
            "A link broke",
            metadata: ["endpoint": "\(endpoint)", "reason": "\(reason)", "in_use": "\(wasInUse)"])
    }

    private mutating func establish(_ session: Session, _ welcome: Welcome) {
        parts.board.established(session, welcome)
        if let endpoint = parts.links.endpoint(of: session.path.link) {
            parts.board.uses(endpoint, link: parts.linkTable[session.path.link])
        }
        let addresses = welcome.addresses.map(\.description).joined(separator: ", ")
        parts.logger.info(
            "Connected",
            metadata: ["peer": "\(session.peer.name)", "inner": "\(addresses)", "over": "\(name(session.path))"])
        parts.policy.change { $0 = .client(own: InnerAddresses(welcome.addresses)) }
        parts.routes.setFallback(session)
        Task { [parts, host] in
            do throws(NodeError) {
                try await host.apply(welcome, from: session.path.remote)
            } catch {
                parts.failure.set(error)
            }
        }
    }

    private func lose(_ session: Session, _ reason: SessionEnd) {
        parts.routes.setFallback(nil)
        parts.board.lost()
        parts.logger.notice("Disconnected", metadata: ["peer": "\(session.peer.name)", "reason": "\(reason)"])
    }

    private func reject(_ failure: HandshakeFailure, _ path: SessionPath) {
        parts.board.failed(failure)
        if let endpoint = parts.links.endpoint(of: path.link) { parts.board.unanswered(endpoint, failure) }
        parts.logger.warning("A handshake failed", metadata: ["over": "\(name(path))", "reason": "\(failure)"])
    }

    private mutating func fail(_ failure: HandshakeFailure, _ pause: Duration) {
        parts.board.failed(failure)
        let milliseconds = Int(pause / .milliseconds(1))
        let metadata: Logger.Metadata = ["reason": "\(failure)", "retry_in_ms": "\(milliseconds)"]
        guard navigator.isLooking else {
            return parts.logger.warning("New keys could not be agreed", metadata: metadata)
        }
        navigator.gaveUp(keeping: machine.session?.path, now: .now)
        parts.logger.warning("No session", metadata: metadata)
        advise()
    }

    /// The server may be there on other ports than this client knows of.
    private mutating func advise() {
        guard !isAdvised, machine.session == nil else { return }
        isAdvised = true
        parts.logger.notice("\(ClientStatusProvider.advice)")
    }

    private func name(_ path: SessionPath?) -> String {
        guard let path else { return "nothing" }
        return parts.links.endpoint(of: path.link)?.description ?? "\(path.remote)"
    }
}
