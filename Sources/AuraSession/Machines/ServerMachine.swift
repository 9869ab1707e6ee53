internal import AuraCrypto
public import AuraPKI
internal import AuraWire
internal import Crypto

/// A server's side of all its sessions, without any I/O: the gate for first messages, handshakes, rekeys, goodbyes.
///
/// Time is passed in. Feed it what arrives, call ``tick(now:wall:)`` at ``nextDeadline``, and carry out what
/// ``takeEffects()`` returns. One thread owns it; the packets themselves go through ``Session`` on others.
public struct ServerMachine: ~Copyable {
    /// How often sessions are looked over.
    static let sweepInterval = Duration.seconds(10)

    var configuration: ServerMachineConfiguration
    let table: SessionTable
    var random: RandomSource
    let staticKey: Curve25519.KeyAgreement.PrivateKey
    var effects: [ServerEffect] = []

    var reassembler: Reassembler
    var replays: ReplayFilter
    var cookies: CookieJar
    var rates: RateLimiter
    var pending: [UInt32: PendingHandshake] = [:]
    /// Finds a pending handshake by its first message.
    var pendingByOrigin: [Origin: UInt32] = [:]
    /// How many of ``pending`` wait for message 3.
    var waiting = 0
    /// Handshakes answered so far.
    var answered: UInt64 = 0
    /// The order in which ``pending`` began.
    var pendingOrder = PendingQueue()
    /// The one session of each client.
    var sessions: [String: Session] = [:]
    /// The handshake that gave each client's session its newest keys.
    var latest: [String: Latest] = [:]
    var nextSweep: ContinuousClock.Instant
    var manifests: ManifestDesk

    /// Who sent a first message.
    struct Origin: Hashable {
        let path: SessionPath
        let index: UInt32
    }

    /// A handshake that was finished: its index and its place among all.
    struct Latest {
        let index: UInt32
        let number: UInt64
    }

    /// Makes a machine whose sessions are found in `table`.
    public init(
        _ configuration: ServerMachineConfiguration, table: SessionTable, random: RandomSource = RandomSource(),
        now: ContinuousClock.Instant, wall: WallTime
    ) {
        let limits = configuration.limits
        self.configuration = configuration
        staticKey = configuration.keys.keyAgreement()
        self.table = table
        self.random = random
        reassembler = Reassembler(maximum: limits.maximumAssemblies, lifetime: limits.assemblyLifetime)
        replays = ReplayFilter(
            tolerance: limits.clockTolerance, capacity: limits.replayMemory, cookieCapacity: limits.cookieMemory,
            now: now,
            wall: wall)
        cookies = CookieJar(lifetime: limits.cookieLifetime, now: now)
        rates = RateLimiter(limits: limits, now: now)
        nextSweep = now + Self.sweepInterval
        manifests = ManifestDesk(now: now)
    }

    /// What is to be done now, in order; asking empties the list.
    public mutating func takeEffects() -> [ServerEffect] {
        defer { effects = [] }
        return effects
    }

    /// Sessions there are.
    public var sessionCount: Int { sessions.count }

    /// The links that sessions are on.
    public var linksInUse: Set<UInt32> { Set(sessions.values.map(\.path.link)) }

    /// Handshakes that wait for their third message.
    public var pendingCount: Int { waiting }

    /// What strangers have filled: first messages remembered, messages in the making, handshakes kept, addresses watched.
    package var heldForStrangers: (replays: Int, assemblies: Int, handshakes: Int, addresses: Int) {
        (replays.count, reassembler.count, pending.count, rates.addressCount)
    }

    /// Checks clients with `verifier` from now on, and ends the sessions of those whose certificates it has revoked.
    public mutating func replaceVerifier(_ verifier: PeerVerifier, now: ContinuousClock.Instant) {
        configuration.verifier = verifier
        for session in sessions.values where verifier.revocations[serial: session.peer.serial] != nil {
            end(session, .revoked, telling: .notTrusted, now: now)
        }
    }

    /// Ends all sessions, telling their clients.
    public mutating func stop(now: ContinuousClock.Instant) {
        for entry in pending.values { forget(entry) }
        for session in sessions.values { end(session, .stopped, telling: .shutdown, now: now) }
    }

    /// Forgets handshakes that were not finished and sessions that have fallen silent.
    public mutating func tick(now: ContinuousClock.Instant) {
        sweepPending(now)
        guard now >= nextSweep else { return }
        nextSweep = now + Self.sweepInterval
        for session in sessions.values {
            table.remove(session.forgetReplacedKeys(now: now))
            let pulse = session.pulse
            if now - pulse.lastReceived >= configuration.timing.idleAfter {
                end(session, .idle, telling: nil, now: now)
                continue
            }
            if pulse.wantsRekey { send(.rekeyRequest, in: session, now: now) }
            if let reminder = manifests.reminder(for: session.peer.name) { send(reminder, in: session, now: now) }
        }
    }

    /// When ``tick(now:)`` should be called next; `nil` while there is nothing to wait for.
    public var nextDeadline: ContinuousClock.Instant? {
        let pendingSweep = pendingOrder.oldest.map { $0 + configuration.limits.pendingLifetime }
        return [pendingSweep, sessions.isEmpty ? nil : nextSweep].compactMap(\.self).min()
    }

    private mutating func sweepPending(_ now: ContinuousClock.Instant) {
        let limit = now - configuration.limits.pendingLifetime
        while let (index, started) = pendingOrder.next(until: limit) {
            // Its index may have gone to a later one.
            guard let entry = pending[index], entry.started == started else { continue }
            forget(entry)
        }
    }

    mutating func remember(_ entry: PendingHandshake) {
        pending[entry.index] = entry
        pendingByOrigin[Origin(path: entry.path, index: entry.clientIndex)] = entry.index
        waiting += 1
        pendingOrder.append(entry)
    }

    mutating func forget(_ entry: PendingHandshake) {
        if entry.takeResponder() != nil { waiting -= 1 }
        pending[entry.index] = nil
        let origin = Origin(path: entry.path, index: entry.clientIndex)
        if pendingByOrigin[origin] == entry.index { pendingByOrigin[origin] = nil }
    }

    mutating func end(
        _ session: Session, _ reason: SessionEnd, telling goodbye: GoodbyeReason?, now: ContinuousClock.Instant
    ) {
        guard sessions[session.peer.name] === session else { return }
        if let goodbye { send(.goodbye(goodbye), in: session, now: now) }
        table.remove(session.forgetKeys())
        sessions[session.peer.name] = nil
        latest[session.peer.name] = nil
        manifests.leave(session.peer.name)
        effects.append(.ended(session, reason))
    }

    /// Seals a control message and sends it, over the session's path unless another is given; without usable keys there
    /// is nobody to tell.
    mutating func send(
        _ message: ControlMessage, in session: Session, over path: SessionPath? = nil, now: ContinuousClock.Instant
    ) {
        guard let sealed = try? session.seal(message, over: path, now: now) else { return }
        effects.append(.transmit([sealed.datagram], sealed.path))
    }
}
