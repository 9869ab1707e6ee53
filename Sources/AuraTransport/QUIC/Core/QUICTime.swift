internal import CAura
internal import Foundation

/// A moment, as the core is told it.
package struct QUICTime: Sendable {
    /// Nanoseconds of a clock that only goes forward.
    package var ticks: UInt64
    /// Milliseconds since 1970.
    package var wall: UInt64

    package init(ticks: UInt64, wall: UInt64) {
        self.ticks = ticks
        self.wall = wall
    }

    /// The system's.
    static var now: QUICTime {
        var spec = timespec()
        clock_gettime(CLOCK_REALTIME, &spec)
        let wall = UInt64(clamping: spec.tv_sec) &* 1_000 &+ UInt64(clamping: spec.tv_nsec / 1_000_000)
        return QUICTime(ticks: aura_monotonic_time(), wall: wall)
    }

    /// Nanoseconds since 1970, which tokens carry.
    var wallNanoseconds: UInt64 { wall &* 1_000_000 }
}
