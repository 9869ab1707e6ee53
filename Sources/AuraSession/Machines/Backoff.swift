/// The pause between handshakes: it doubles from failure to failure up to a limit, with jitter.
package struct Backoff: Sendable {
    private let first: Duration
    private let maximum: Duration
    package private(set) var failures = 0

    package init(timing: SessionTiming) {
        first = timing.firstBackoff
        maximum = timing.maximumBackoff
    }

    /// The pause after one more failure: between half the limit of the day and all of it.
    package mutating func next(using random: inout RandomSource) -> Duration {
        let limit = min(maximum, first * (1 << min(failures, 20)))
        failures += 1
        return limit / 2 + random.fraction(of: limit / 2)
    }

    /// A success: the next failure is a first one.
    package mutating func reset() {
        failures = 0
    }
}
