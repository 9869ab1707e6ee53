/// How much one segmented send may hold.
public struct SegmentLimits: Hashable, Sendable {
    /// Datagrams.
    public let segments: Int
    /// Bytes in all.
    public let bytes: Int

    /// What every kernel with UDP_SEGMENT takes: 64 segments (UDP_MAX_SEGMENTS before Linux 6.9) and, a little below the
    /// 65,507 bytes that fit an IPv4 packet, 65,000 bytes.
    public static let standard = SegmentLimits(segments: 64, bytes: 65_000)

    /// One datagram at a time.
    static let none = SegmentLimits(segments: 1, bytes: .max)

    /// Makes limits; `segments` is brought into 1...1,024, the most buffers one message can gather (UIO_MAXIOV).
    public init(segments: Int, bytes: Int) {
        self.segments = min(max(segments, 1), 1024)
        self.bytes = bytes
    }
}
