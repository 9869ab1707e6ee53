internal import AuraConfig
internal import AuraSession
internal import AuraTransport
internal import AuraWire
internal import Logging

/// Finds ways to the server for the client's state machine: dials when it looks for a path, and tries better transports
/// while the session is on a worse one. Lives on the control thread; the dialling itself does not.
struct ClientNavigator: ~Copyable {
    /// How long a link that the session has left still takes what was under way.
    static let farewell = Duration.seconds(2)
    /// The pause between attempts when a path that worked has failed: what is inside must not wait.
    static let urgentStagger = Duration.milliseconds(50)

    private let parts: ClientParts
    private let order: [TransportKind]
    private let tunnelsAll: Bool
    private var directory: BridgeDirectory
    private let dialer: Dialer
    private var schedule: UpgradeSchedule
    /// What the session was on last; tried first when there is no session.
    private var lastWorked: Endpoint?
    private var dialling: Task<Void, Never>?
    /// Tells answers to the present search from late ones.
    private var search: UInt64 = 0
    /// What the present search has dialled and has not heard a failure of.
    private var tried: [Endpoint] = []
    /// All that the present search has dialled.
    private var visited: [Endpoint] = []
    /// True while a search is to save a session, which only its own server can answer for.
    private var isRescue = false
    /// Names that it could not look up.
    private var unresolved: Set<String> = []
    /// Better ways still to be tried, now.
    private var upgrades: [Endpoint] = []
    private var upgrading: Task<Void, Never>?
    /// Tells answers to the present attempt from late ones.
    private var upgrade: UInt64 = 0
    private var leaving: [(link: UInt32, at: ContinuousClock.Instant)] = []

    /// - Parameter seed: what makes the order of the bridges this client's own.
    init(_ profile: ClientProfile, seed: [UInt8], parts: ClientParts) {
        self.parts = parts
        order = profile.transportOrder
        tunnelsAll = profile.tunnel.defaultAction == .vpn
        let own = Bridge(host: profile.server.host.text, ports: TransportKind.ports { profile.server[$0] })
        directory = BridgeDirectory(order: order, seed: seed, own: own)
        schedule = UpgradeSchedule(order: order)
        dialer = Dialer(order: order) {
            [links = parts.links] endpoint throws(TransportError) in try await links.open(endpoint)
        }
    }

    /// The bridges besides the profile's own server, from the next search on.
    mutating func replace(with bridges: [Bridge]) {
        directory.replace(with: bridges)
        parts.board.offers(Set(order.filter { directory.offers($0) }))
        if let last = lastWorked, !directory.knows(last) { lastWorked = nil }
    }

    /// When ``tick(_:now:)`` should be called next.
    var deadline: ContinuousClock.Instant? {
        [schedule.next, leaving.first?.at].compactMap(\.self).min()
    }

    /// Begins to dial. Links come to ``dialled(_:in:to:now:wall:)`` through the mailbox.
    mutating func look(_ cause: PathCause, from current: SessionPath?) {
        stopDialling()
        stopUpgrading()
        tried = []
        (visited, unresolved, isRescue) = ([], [], current != nil)
        let isUrgent = current != nil && cause != .wake
        var first = lastWorked
        if current != nil, let last = lastWorked, let best = order.first {
            first = endpoint(best, besides: last) ?? last
        }
        let stagger = isUrgent ? Self.urgentStagger : Dialer.stagger
        let bridges = directory.inOrder(now: .now, startingWith: first)
        dialling = Task { [dialer, mailbox = parts.mailbox, search, first] in
            await dialer.dial(bridges, first: first, stagger: stagger) { mailbox.post(.dialled($0, search: search)) }
        }
    }

    /// Takes what the dialler says.
    mutating func dialled(
        _ event: Dialer.Event, search number: UInt64, to machine: inout ClientMachine, now: ContinuousClock.Instant,
        wall: WallTime
    ) {
        guard number == search, dialling != nil else {
            if case .ready(_, let link) = event { link.close(.local("it came too late")) }
            return
        }
        switch event {
        case .trying(let endpoint):
            tried.append(endpoint)
            visited.append(endpoint)
            parts.board.trying(endpoint)
            parts.logger.debug("Dialling", metadata: ["endpoint": "\(endpoint)"])
        case .ready(let endpoint, let link):
            // One that has closed meanwhile is forgotten already.
            guard parts.links.endpoint(of: link.id.rawValue) != nil else { return }
            machine.consider(path(link, endpoint), now: now, wall: wall)
        case .failed(let endpoint, let error):
            tried.removeAll { $0 == endpoint }
            report(endpoint, error)
        case .unresolved(let host, let error):
            unresolved.insert(host)
            report(error)
        case .exhausted: machine.noMorePaths(now: now)
        }
    }

    /// The session is on `path`; everything else may go.
    mutating func settled(on path: SessionPath, isNarrow: Bool, now: ContinuousClock.Instant) {
        stopDialling()
        stopUpgrading()
        let endpoint = parts.links.endpoint(of: path.link)
        lastWorked = endpoint ?? lastWorked
        if let endpoint { noteHealth(working: endpoint, now) }
        let kept = Set(leaving.map(\.link) + [path.link])
        if let endpoint { noteUnanswered(betterThan: endpoint) }
        parts.links.closeAll(except: kept, .local("another path is in use"))
        guard let endpoint else { return }
        schedule.use(endpoint.transport, isNarrow: isNarrow, now: now)
        parts.board.uses(endpoint, link: parts.linkTable[path.link])
        if isNarrow {
            parts.logger.warning(
                "The path carries small packets only; large ones are lost", metadata: ["endpoint": "\(endpoint)"])
        }
    }

    /// The session has gone to a better path by itself; the old link stays until what was under way has come.
    mutating func upgraded(from old: SessionPath, to path: SessionPath, now: ContinuousClock.Instant) {
        stopUpgrading()
        leaving.append((old.link, now + Self.farewell))
        guard let endpoint = parts.links.endpoint(of: path.link) else { return }
        lastWorked = endpoint
        schedule.use(endpoint.transport, isUpgrade: true, now: now)
        parts.board.uses(endpoint, link: parts.linkTable[path.link])
    }

    /// A search came to nothing: what it opened is of no use.
    mutating func gaveUp(keeping path: SessionPath?, now: ContinuousClock.Instant) {
        stopDialling()
        stopUpgrading()
        if schedule.next == nil { schedule.failed(now: now) }
        noteFailure(now)
        // What worked last does not any more, and must not come before the others for ever.
        if path == nil, let last = lastWorked, visited.contains(last) { lastWorked = nil }
        parts.links.closeAll(except: Set(path.map { [$0.link] } ?? []), .local("the search for a path came to nothing"))
    }

    mutating func stop() {
        stopDialling()
        stopUpgrading()
    }

    /// True while a path is looked for.
    var isLooking: Bool { dialling != nil }

    /// A better transport that had its chance and did not answer in time is a failure worth telling.
    private mutating func noteUnanswered(betterThan endpoint: Endpoint) {
        guard let rank = order.firstIndex(of: endpoint.transport) else { return }
        for kind in order[..<rank] {
            guard let other = tried.last(where: { $0.transport == kind && $0.host == endpoint.host }) else { continue }
            parts.board.unanswered(other)
            parts.logger.info("A transport did not answer in time", metadata: ["endpoint": "\(other)"])
        }
        tried = []
    }

    /// Bridges that had their turn before the one that works are tried after the others for a while.
    private mutating func noteHealth(working endpoint: Endpoint, _ now: ContinuousClock.Instant) {
        visited = Array(visited.prefix { $0.host != endpoint.host })
        noteFailure(now)
        directory.worked(endpoint)
    }

    /// Nothing of what was dialled works. While a session is to be saved, other servers could not have answered.
    private mutating func noteFailure(_ now: ContinuousClock.Instant) {
        for visit in visited where !isRescue || visit.host == lastWorked?.host { directory.failed(visit, now: now) }
        for host in unresolved { directory.failed(host, now: now) }
    }

    private mutating func stopDialling() {
        dialling?.cancel()
        dialling = nil
        search += 1
    }

    private mutating func stopUpgrading() {
        upgrading?.cancel()
        upgrading = nil
        upgrades = []
        upgrade += 1
    }

    private func path(_ link: any Link, _ endpoint: Endpoint) -> SessionPath {
        SessionPath(link: link.id.rawValue, remote: endpoint.address)
    }

    /// Another transport of the server that `endpoint` leads to.
    private func endpoint(_ kind: TransportKind, besides endpoint: Endpoint) -> Endpoint? {
        directory.endpoint(kind, besides: endpoint)
    }

    private func report(_ error: ResolveError) {
        var metadata: Logger.Metadata = ["error": "\(error)"]
        if tunnelsAll {
            metadata["hint"] = "the name service is asked through the tunnel; put its address into tunnel.split.direct"
        }
        parts.logger.warning("The server's name cannot be resolved", metadata: metadata)
    }

    private func report(_ endpoint: Endpoint, _ error: TransportError) {
        parts.board.failed(endpoint, error)
        parts.logger.info("A transport does not work", metadata: ["endpoint": "\(endpoint)", "reason": "\(error)"])
    }
}

extension ClientNavigator {
    /// Does what is due: closes links that were left, and begins to try better transports.
    mutating func tick(_ machine: inout ClientMachine, now: ContinuousClock.Instant) {
        while let first = leaving.first, now >= first.at {
            leaving.removeFirst()
            parts.links.close(first.link, .local("another path is in use"))
        }
        guard let next = schedule.next, now >= next else { return }
        guard machine.session != nil, let current = lastWorked else { return schedule.failed(now: now) }
        schedule.begin()
        upgrades = schedule.better.compactMap { endpoint($0, besides: current) }
        tryNextUpgrade(now)
    }

    /// A link that may be better is there, or is not.
    mutating func dialledBetter(
        _ result: Result<any Link, TransportError>, _ endpoint: Endpoint, attempt: UInt64,
        on machine: inout ClientMachine, now: ContinuousClock.Instant
    ) {
        guard attempt == upgrade else {
            if case .success(let link) = result { link.close(.local("it came too late")) }
            return
        }
        upgrading = nil
        switch result {
        case .success(let link) where parts.links.endpoint(of: link.id.rawValue) == nil: tryNextUpgrade(now)
        case .success(let link): machine.beginTrial(of: path(link, endpoint), now: now)
        case .failure(let error):
            report(endpoint, error)
            tryNextUpgrade(now)
        }
    }

    /// A trial is over; one that failed leaves a link to be closed.
    mutating func trialEnded(_ path: SessionPath, isGood: Bool, now: ContinuousClock.Instant) {
        guard !isGood else { return }
        if let endpoint = parts.links.endpoint(of: path.link) {
            parts.board.failedTrial(endpoint)
            parts.logger.debug("A better transport does not work yet", metadata: ["endpoint": "\(endpoint)"])
        }
        parts.links.close(path.link, .local("it did not prove itself"))
        tryNextUpgrade(now)
    }

    private mutating func tryNextUpgrade(_ now: ContinuousClock.Instant) {
        guard !upgrades.isEmpty else { return schedule.failed(now: now) }
        let endpoint = upgrades.removeFirst()
        parts.board.trying(endpoint)
        upgrading = Task { [links = parts.links, mailbox = parts.mailbox, upgrade] in
            do throws(TransportError) {
                mailbox.post(.dialledBetter(.success(try await links.open(endpoint)), endpoint, attempt: upgrade))
            } catch {
                mailbox.post(.dialledBetter(.failure(error), endpoint, attempt: upgrade))
            }
        }
    }
}
