public import Foundation

/// The time of day, as certificates and first messages state it. Passed in, never read.
public struct WallTime: Sendable, Hashable {
    /// Milliseconds since 1970.
    public let milliseconds: UInt64

    /// Makes a time from milliseconds since 1970.
    public init(milliseconds: UInt64) {
        self.milliseconds = milliseconds
    }

    /// Makes a time from a date; dates before 1970 become 1970.
    public init(_ date: Date) {
        milliseconds = UInt64(exactly: (date.timeIntervalSince1970 * 1_000).rounded(.down)) ?? 0
    }

    /// What must be added to `other`'s milliseconds, wrapping, to make this time.
    func offset(from other: WallTime) -> UInt64 { milliseconds &- other.milliseconds }

    /// The time that ``offset(from:)`` leads to.
    func moved(by offset: UInt64) -> WallTime { WallTime(milliseconds: milliseconds &+ offset) }

    /// The time as a date.
    public var date: Date { Date(timeIntervalSince1970: Double(milliseconds) / 1_000) }
}
