internal import Glibc

/// A point in time that different processes of this machine agree on: seconds of the kernel's monotonic clock.
public struct Moment: Comparable, Sendable, CustomStringConvertible {
    /// Seconds since the machine was started.
    public let seconds: Double

    /// - Parameter seconds: What `time.monotonic()` of Python gives.
    public init(seconds: Double) { self.seconds = seconds }

    /// Now.
    public static var now: Moment {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Moment(seconds: Double(time.tv_sec) + Double(time.tv_nsec) / 1e9)
    }

    /// How long it is from the second to the first.
    public static func - (later: Moment, earlier: Moment) -> Duration { .seconds(later.seconds - earlier.seconds) }

    /// Later by a duration.
    public static func + (moment: Moment, duration: Duration) -> Moment {
        Moment(seconds: moment.seconds + duration / .seconds(1))
    }

    /// Whether the first comes before the second.
    public static func < (first: Moment, second: Moment) -> Bool { first.seconds < second.seconds }

    /// For messages.
    public var description: String { "\((seconds * 1000).rounded() / 1000)" }
}
