/// Whether the path in use carries what it should, judged by what comes back over it.
struct Liveness {
    /// Pings remembered: an answer to an older one says too little about now.
    static let maximumPings = 16

    /// From a ping to its pong, smoothed.
    private(set) var roundTrip: Duration?
    private var pings: [(token: UInt64, sent: ContinuousClock.Instant)] = []
    /// When the first ping was sent of those that nobody has answered.
    private var unansweredSince: ContinuousClock.Instant?
    private var lastPing: ContinuousClock.Instant?
    /// When the path last proved that it carries pings of full size.
    private var verified: ContinuousClock.Instant
    /// Until then the path is asked even when it is quiet.
    private var vigilEnds: ContinuousClock.Instant

    init(now: ContinuousClock.Instant) {
        verified = now
        vigilEnds = now
    }

    /// Begins anew on another path, or after the same has proved itself.
    mutating func restart(roundTrip measured: Duration?, vigil: Duration = .zero, now: ContinuousClock.Instant) {
        pings = []
        unansweredSince = nil
        lastPing = nil
        verified = now
        vigilEnds = now + vigil
        roundTrip = measured ?? roundTrip
    }

    mutating func sent(_ token: UInt64, now: ContinuousClock.Instant) {
        if pings.count >= Self.maximumPings { pings.removeFirst() }
        pings.append((token, now))
        unansweredSince = unansweredSince ?? now
        lastPing = now
    }

    mutating func answered(_ token: UInt64, now: ContinuousClock.Instant) {
        guard let ping = pings.first(where: { $0.token == token }) else { return }
        let measured = now - ping.sent
        roundTrip = roundTrip.map { $0 - $0 / 4 + measured / 4 } ?? measured
        pings = []
        unansweredSince = nil
        verified = now
    }

    /// When the next ping is due: after silence that something of ours should have broken, now and then while there is
    /// traffic, and when all has been quiet for long.
    func nextPing(_ pulse: Session.Pulse, keepalive: Duration, _ timing: SessionTiming) -> ContinuousClock.Instant {
        if let since = unansweredSince, let lastPing {
            return lastPing
                + (lastPing - since < timing.patience ? timing.probeInterval : timing.slowProbeInterval)
        }
        var due = max(pulse.lastSent, lastPing ?? pulse.lastSent) + keepalive
        if let since = pulse.unansweredSince { due = min(due, since + timing.probeAfter) }
        if isActive(pulse) { due = min(due, verified + timing.verifyInterval) }
        return due
    }

    /// True when there was traffic after the path last proved itself, or when there may be some that waits.
    func isActive(_ pulse: Session.Pulse) -> Bool {
        verified < max(pulse.lastSent, pulse.lastReceived, vigilEnds)
    }

    /// When the path is to be doubted if nothing more comes, and why.
    func suspicion(_ pulse: Session.Pulse, _ timing: SessionTiming) -> (at: ContinuousClock.Instant, cause: PathCause)?
    {
        let slack = min(timing.maximumSlack, (roundTrip ?? .zero) * 2)
        let silence = pulse.unansweredSince.map { $0 + timing.suspectAfter + slack }
        let partial = unansweredSince.map { $0 + timing.partialAfter + slack }
        guard let silence else { return partial.map { ($0, .partial) } }
        return (min(silence, partial ?? silence), silence <= (partial ?? silence) ? .silence : .partial)
    }
}
