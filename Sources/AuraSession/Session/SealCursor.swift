internal import AuraWire

/// How far the packets of a batch have been sealed: which one is next and, when that is a super-packet which is being
/// cut, which of its segments.
public struct SealCursor: Sendable {
    /// The packet that is next.
    public internal(set) var index: Int
    /// The index after the last packet.
    public let end: Int
    /// The super-packet that is being cut.
    var cutter: SegmentCutter?

    /// The beginning of `range`.
    public init(_ range: Range<Int>) {
        index = range.lowerBound
        end = range.upperBound
    }

    /// True when nothing is left.
    public var isAtEnd: Bool { index >= end }

    /// Packets that are left, the one that is being cut included.
    public var remaining: Int { end - index }

    /// Passes over the packet that is next, or over what is left of it.
    public mutating func skip() {
        index += 1
        cutter = nil
    }
}
