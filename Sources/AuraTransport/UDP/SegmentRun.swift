public import AuraWire

/// A run of entries that can leave as one segmented datagram: one remote, equal lengths, only the last may be shorter.
public struct SegmentRun: Hashable, Sendable {
    /// The entries, dropped ones between them included; the first and the last are real.
    public var entries: Range<Int>
    /// Length of each datagram but the last.
    public var segmentSize: Int
    /// Datagrams in the run.
    public var segments: Int
    /// Bytes of them all.
    public var bytes: Int

    /// The longest run from the first real entry at or after `start`; `nil` when there is none.
    ///
    /// A datagram larger than `limits.bytes` is a run by itself: whether it can be sent is for the kernel to say.
    public static func next(
        in entries: [PacketBatch.Entry], from start: Int, limits: SegmentLimits
    ) -> SegmentRun? {
        var first = start
        while first < entries.count, entries[first].length == 0 { first += 1 }
        guard first < entries.count else { return nil }
        let size = entries[first].length
        var run = SegmentRun(entries: first..<(first + 1), segmentSize: size, segments: 1, bytes: size)
        while run.segments < limits.segments, let next = run.follower(in: entries),
            run.bytes + next.length <= limits.bytes
        {
            run.take(next)
            if next.length < size { break }
        }
        return run
    }

    private typealias Follower = (index: Int, length: Int)

    /// The next real entry when it may follow: same remote, no longer than the others.
    private func follower(in entries: [PacketBatch.Entry]) -> Follower? {
        var index = self.entries.upperBound
        while index < entries.count, entries[index].length == 0 { index += 1 }
        guard index < entries.count, entries[index].length <= segmentSize else { return nil }
        guard entries[index].remote == entries[self.entries.lowerBound].remote else { return nil }
        return (index, entries[index].length)
    }

    private mutating func take(_ next: Follower) {
        entries = entries.lowerBound..<(next.index + 1)
        segments += 1
        bytes += next.length
    }
}
