internal import Synchronization

/// Time that stands still until a test moves it.
public final class VirtualClock: Sendable {
    private let current: Mutex<ContinuousClock.Instant>

    /// A clock that shows `start`.
    public init(start: ContinuousClock.Instant = ContinuousClock.now) {
        current = Mutex(start)
    }

    /// The time it shows.
    public var now: ContinuousClock.Instant { current.withLock { $0 } }

    /// Moves it on by `duration`; a negative duration does nothing.
    public func advance(by duration: Duration) {
        current.withLock { $0 = max($0, $0.advanced(by: duration)) }
    }

    /// Moves it on to `instant`; an earlier one does nothing.
    public func advance(to instant: ContinuousClock.Instant) {
        current.withLock { $0 = max($0, instant) }
    }
}
