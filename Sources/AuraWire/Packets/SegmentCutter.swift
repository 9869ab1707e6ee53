/// Cuts a super-packet into the packets that it stands for, in place, as a kernel's segmentation offload does.
///
/// The payload stays where it is: each segment gets a copy of the headers right in front of its own payload, over the end
/// of the segment before, which must have been used by then and must still have its headers. Segment `n` begins
/// `n * segmentSize` bytes behind the beginning of the packet.
///
/// Lengths, IPv4 identification and header checksum, TCP sequence number and flags are made right. The TCP or UDP checksum
/// is not: see ``TransportChecksum``.
///
/// Unsafe code, and why it is sound: `next` compares the length of the span with that of the packet that was looked at by
/// `init`, and a segment lies inside the packet with all of its headers.
public struct SegmentCutter: Sendable {
    /// Segments of one packet, at most: 65,535 bytes cut by eight, the smallest that Linux makes of a TCP stream.
    public static let maximumCount = 8_192
    /// Bytes of all segments of one packet together, at most; no stream with the longest TCP headers has as many. With
    /// IPv6 extension headers there could be 100 MB, made of one packet that somebody sends.
    public static let maximumBytes = 1 << 20

    /// Where the parts of the super-packet lie.
    public let layout: TransportLayout
    /// Bytes of payload in each segment but the last, which may have fewer.
    public let segmentSize: Int
    /// Number of segments, 1...``maximumCount``.
    public let count: Int
    /// Segments cut so far.
    @usableFromInline var cut = 0
    /// What the fields are made from that differ between segments.
    private let fields: SegmentFields

    /// Looks at `packet`, to be cut into segments of `segmentSize` bytes of payload.
    ///
    /// `nil` when it has no ``TransportLayout``, when the size is 0, or when there would be more than ``maximumCount``
    /// segments or ``maximumBytes`` in them.
    public init?(_ packet: Span<UInt8>, segmentSize: UInt16) {
        guard segmentSize > 0, let layout = TransportLayout(packet) else { return nil }
        let size = Int(segmentSize)
        let count = max(1, (layout.payloadLength + size - 1) / size)
        guard count <= Self.maximumCount, layout.payloadLength + count * layout.payloadOffset <= Self.maximumBytes
        else {
            return nil
        }
        self.layout = layout
        self.segmentSize = size
        self.count = count
        fields = SegmentFields(packet, layout)
    }

    /// Length of the longest segment with its headers, in bytes.
    @inlinable
    public var longest: Int { layout.payloadOffset + min(segmentSize, layout.payloadLength) }

    /// Length of the segment that ``next(in:)`` will return, in bytes; 0 after the last.
    @inlinable
    public var nextLength: Int {
        cut < count ? min(longest, layout.packetLength - cut * segmentSize) : 0
    }

    /// Puts the headers of the next segment in front of its payload, and returns where in `packet` the segment lies;
    /// `nil` after the last.
    ///
    /// `packet` is the one that `init` has looked at, with the segments before cut already; when it is of another length,
    /// nothing is done and `nil` returned. A packet that is one segment is left as it is.
    #if !DEBUG  // The promise needs a build that sees across files.
        @_noLocks
    #endif
    public mutating func next(in packet: inout MutableSpan<UInt8>) -> Range<Int>? {
        guard cut < count, packet.count == layout.packetLength else { return nil }
        let start = cut &* segmentSize
        let segment = start..<(start &+ nextLength)
        if count > 1 {
            packet.withUnsafeMutableBytes { bytes in
                if cut > 0 { moveHeaders(UnsafeMutableRawBufferPointer(rebasing: bytes[(start &- segmentSize)...])) }
                fields.write(
                    to: UnsafeMutableRawBufferPointer(rebasing: bytes[segment]), layout, index: cut, start: start,
                    isLast: cut &+ 1 == count)
            }
        }
        cut &+= 1
        return segment
    }

    /// Copies the headers forward by one segment. They may be longer than it, so that old and new place overlap.
    private func moveHeaders(_ bytes: UnsafeMutableRawBufferPointer) {
        guard let previous = bytes.baseAddress else { return }
        (previous + segmentSize).copyMemory(from: previous, byteCount: layout.payloadOffset)
    }
}
