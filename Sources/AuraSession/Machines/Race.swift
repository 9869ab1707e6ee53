/// A search for a path: candidates as they become ready, and the probes that are out over them.
struct Race {
    let cause: PathCause
    /// When its patience began.
    private(set) var began: ContinuousClock.Instant
    /// In the order in which they became ready.
    private(set) var candidates: [SessionPath] = []
    /// False once all that can be dialled has been.
    var isDialling = true
    /// When the last candidate came.
    private(set) var lastCandidate: ContinuousClock.Instant
    /// When all candidates are probed next.
    var nextProbe: ContinuousClock.Instant
    /// How often all candidates have been probed.
    var rounds = 0
    /// The first path that answered a small probe.
    private(set) var narrow: SessionPath?
    /// True when handshakes are under way beside probes.
    var offers = false
    private var probes: [UInt64: Probe] = [:]

    private struct Probe {
        let path: SessionPath
        let sent: ContinuousClock.Instant
        let isFull: Bool
    }

    init(_ cause: PathCause, now: ContinuousClock.Instant) {
        self.cause = cause
        began = now
        lastCandidate = now
        nextProbe = now
    }

    /// Adds a path; false when it takes part already.
    mutating func add(_ path: SessionPath, now: ContinuousClock.Instant) -> Bool {
        guard !candidates.contains(path) else { return false }
        candidates.append(path)
        lastCandidate = now
        return true
    }

    /// Begins to count anew: there is a session now.
    mutating func restart(now: ContinuousClock.Instant) {
        began = now
        lastCandidate = now
        rounds = 0
    }

    /// Forgets what probes have told: the session that they were for is over.
    mutating func forgetAnswers() {
        probes = [:]
        narrow = nil
        offers = false
    }

    /// Takes out what went over a link that is gone.
    mutating func remove(link: UInt32) {
        candidates.removeAll { $0.link == link }
        if narrow?.link == link { narrow = nil }
    }

    mutating func sent(_ token: UInt64, over path: SessionPath, isFull: Bool, now: ContinuousClock.Instant) {
        probes[token] = Probe(path: path, sent: now, isFull: isFull)
    }

    /// The path that a reply proves, and how long it took; `nil` for a small probe, which is kept in mind, and for
    /// replies that came another way.
    mutating func answered(
        _ token: UInt64, from path: SessionPath, now: ContinuousClock.Instant
    ) -> (path: SessionPath, roundTrip: Duration)? {
        guard let probe = probes[token], probe.path == path, candidates.contains(path) else { return nil }
        guard probe.isFull else {
            narrow = narrow ?? path
            return nil
        }
        return (path, now - probe.sent)
    }
}

/// A better path on trial, while the one in use goes on.
struct Trial {
    let path: SessionPath
    let ends: ContinuousClock.Instant
    var nextProbe: ContinuousClock.Instant
    private(set) var answers = 0
    private(set) var lastRoundTrip = Duration.zero
    private var probes: [UInt64: ContinuousClock.Instant] = [:]

    init(_ path: SessionPath, ends: ContinuousClock.Instant, now: ContinuousClock.Instant) {
        self.path = path
        self.ends = ends
        nextProbe = now
    }

    /// Probes sent so far.
    private(set) var sentCount = 0

    mutating func sent(_ token: UInt64, now: ContinuousClock.Instant) {
        probes[token] = now
        sentCount += 1
    }

    mutating func answered(_ token: UInt64, from path: SessionPath, now: ContinuousClock.Instant) {
        guard path == self.path, let sent = probes.removeValue(forKey: token) else { return }
        answers += 1
        lastRoundTrip = now - sent
    }
}
