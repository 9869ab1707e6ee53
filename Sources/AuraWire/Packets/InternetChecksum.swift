/// The one's complement sum of 16-bit words that IPv4, TCP and UDP protect their headers with (RFC 1071).
///
/// The words are added in the byte order of the machine, several at a time, and turned round at the end; that gives the
/// same sum (RFC 1071 section 2).
///
/// Unsafe code, and why it is sound: the pointer is that of a span, used while the span is borrowed, and each load ends at
/// or before the end of the range, which is checked against the span first. The loads need no alignment.
public struct InternetChecksum: Sendable {
    /// The sum with its carries on top; room for more than 2^32 words of 32 bits, which no range reaches.
    private var sum: UInt64 = 0

    /// Makes the sum of nothing, 0.
    public init() {}

    /// Adds the bytes of `range`. Of all ranges that are added only the last may have an odd length; its last byte
    /// counts as the upper half of a word. A range outside the span is a programming error and traps.
    public mutating func add(_ bytes: Span<UInt8>, _ range: Range<Int>) {
        precondition(range.lowerBound >= 0 && range.upperBound <= bytes.count)
        sum &+= bytes.withUnsafeBytes { Self.sum(UnsafeRawBufferPointer(rebasing: $0[range])) }
    }

    /// Adds a number as two big-endian words.
    public mutating func add(_ number: UInt32) {
        sum &+= UInt64(number.bigEndian)
    }

    /// The sum, not complemented: what a kernel wants in the field of a checksum that it completes. 0xffff for bytes with
    /// a right checksum among them.
    public var value: UInt16 {
        var folded = (sum & 0xffff_ffff) &+ (sum >> 32)
        folded = (folded & 0xffff) &+ (folded >> 16 & 0xffff) &+ (folded >> 32)
        folded = (folded & 0xffff) &+ (folded >> 16)
        folded = (folded & 0xffff) &+ (folded >> 16)
        return UInt16(bigEndian: UInt16(truncatingIfNeeded: folded))
    }

    @_noLocks
    private static func sum(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
        var lanes = SIMD4<UInt64>.zero
        var offset = 0
        while offset &+ 32 <= bytes.count {
            let words = bytes.loadUnaligned(fromByteOffset: offset, as: SIMD4<UInt64>.self)
            lanes &+= (words & 0xffff_ffff) &+ (words &>> 32)
            offset &+= 32
        }
        return lanes.wrappedSum() &+ tail(bytes, from: offset)
    }

    /// The sum of the last bytes, fewer than 32.
    private static func tail(_ bytes: UnsafeRawBufferPointer, from start: Int) -> UInt64 {
        var (offset, sum): (Int, UInt64) = (start, 0)
        while offset &+ 4 <= bytes.count {
            sum &+= UInt64(bytes.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
            offset &+= 4
        }
        if offset &+ 2 <= bytes.count {
            sum &+= UInt64(bytes.loadUnaligned(fromByteOffset: offset, as: UInt16.self))
            offset &+= 2
        }
        return offset < bytes.count ? sum &+ UInt64((UInt16(bytes[offset]) << 8).bigEndian) : sum
    }
}
