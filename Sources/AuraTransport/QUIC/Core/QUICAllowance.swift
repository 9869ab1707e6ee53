/// So many a second, and no more saved up than that.
struct QUICAllowance {
    private let perSecond: UInt64
    private var left: UInt64
    private var since: UInt64 = 0

    init(perSecond: Int) {
        self.perSecond = UInt64(clamping: perSecond)
        left = self.perSecond
    }

    /// Takes one; false when there is none left. `now` in nanoseconds.
    mutating func take(at now: UInt64) -> Bool {
        if now >= since &+ QUICLimits.second || now < since {
            since = now
            left = perSecond
        }
        guard left > 0 else { return false }
        left -= 1
        return true
    }
}
