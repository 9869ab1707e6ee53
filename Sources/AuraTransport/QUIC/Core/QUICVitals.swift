/// Tells whether what a connection sends arrives. Only DATAGRAM frames count, heartbeats among them: all of them are
/// reported as acknowledged or lost.
struct QUICVitals {
    /// DATAGRAM frames written.
    private(set) var written: UInt64 = 0
    private var settled: UInt64 = 0
    private var acknowledged: UInt64 = 0
    /// Since when something is unanswered; `nil` when nothing is.
    private(set) var unansweredSince: UInt64?
    /// When a DATAGRAM frame was last written.
    private var lastWritten: UInt64
    /// When a session's datagram last went or came.
    private var lastTraffic: UInt64 = 0

    private let patience: UInt64

    init(isServer: Bool, now: UInt64) {
        lastWritten = now
        patience = isServer ? QUICLimits.serverPatience : QUICLimits.clientPatience
    }

    /// When there may be no hope left; `nil` while nothing is unanswered.
    func limit(probeTimeout: UInt64) -> UInt64? {
        unansweredSince.map { $0 &+ max(patience, 4 &* probeTimeout) }
    }

    mutating func wrote(at now: UInt64, isTraffic: Bool) {
        written &+= 1
        lastWritten = now
        if isTraffic { lastTraffic = now }
        if unansweredSince == nil { unansweredSince = now }
    }

    mutating func received(at now: UInt64) {
        lastTraffic = now
    }

    /// Takes note of what has become of frames so far.
    mutating func note(acknowledged: UInt64, lost: UInt64, at now: UInt64) {
        settled = acknowledged &+ lost
        if acknowledged != self.acknowledged {
            self.acknowledged = acknowledged
            unansweredSince = now
        }
        if settled >= written { unansweredSince = nil }
    }

    /// True when what was sent stays unanswered for longer than it ought to.
    func isSuspect(at now: UInt64, probeTimeout: UInt64) -> Bool {
        isOverdue(QUICLimits.suspicionTime, probeTimeout, at: now)
    }

    /// True when there is no hope left.
    func isLost(at now: UInt64, probeTimeout: UInt64) -> Bool {
        isOverdue(patience, probeTimeout, at: now)
    }

    private func isOverdue(_ time: UInt64, _ probeTimeout: UInt64, at now: UInt64) -> Bool {
        guard let since = unansweredSince else { return false }
        return now >= since &+ max(time, 4 &* probeTimeout)
    }

    /// When a heartbeat is due; `nil` for never. Silence is kept alive by clients only, for their NAT box's sake.
    func nextHeartbeat(at now: UInt64, isServer: Bool) -> UInt64? {
        if unansweredSince != nil { return lastWritten &+ QUICLimits.urgentInterval }
        if now < lastTraffic &+ QUICLimits.recentTime { return lastWritten &+ QUICLimits.heartbeatInterval }
        return isServer ? nil : lastWritten &+ QUICLimits.idleInterval
    }
}
