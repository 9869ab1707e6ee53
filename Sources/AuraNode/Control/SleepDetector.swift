/// Notices that the host slept: one clock counts the time, the other does not.
struct SleepDetector {
    /// Sleep shorter than this leaves connections as they were.
    static let shortest = Duration.seconds(2)
    /// The longest wait: what waits does not count sleep either, so it must look at the clocks now and then.
    static let longestWait = Duration.seconds(5)

    private let clocks: @Sendable () -> (continuous: Duration, suspending: Duration)
    private var asleep: Duration

    /// Begins to watch.
    ///
    /// - Parameter clocks: readings of a clock that counts sleep and of one that does not, from any beginning.
    init(clocks: @escaping @Sendable () -> (continuous: Duration, suspending: Duration) = Self.systemClocks()) {
        self.clocks = clocks
        let reading = clocks()
        asleep = reading.continuous - reading.suspending
    }

    /// The deadline, or an earlier time at which the clocks must be looked at.
    func limit(_ deadline: ContinuousClock.Instant?) -> ContinuousClock.Instant {
        let latest = ContinuousClock.now + Self.longestWait
        return min(deadline ?? latest, latest)
    }

    /// True when the host slept since this was last asked.
    mutating func noticed() -> Bool {
        let reading = clocks()
        let before = asleep
        asleep = reading.continuous - reading.suspending
        return asleep - before >= Self.shortest
    }

    private static func systemClocks() -> @Sendable () -> (continuous: Duration, suspending: Duration) {
        let (continuous, suspending) = (ContinuousClock.now, SuspendingClock.now)
        return { (ContinuousClock.now - continuous, SuspendingClock.now - suspending) }
    }
}
