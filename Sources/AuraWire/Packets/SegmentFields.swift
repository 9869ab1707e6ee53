/// The header fields that differ between the segments of a super-packet, and what the super-packet had in them.
///
/// Unsafe code, and why it is sound: `write` is given a whole segment, and the offsets are those of its headers, which
/// ``TransportLayout`` has found inside the packet.
struct SegmentFields: Sendable {
    private let identification: UInt16
    private let sequence: UInt32
    private let flags: UInt8
    /// The sum of the IPv4 header but for length, identification and checksum.
    private let headerSum: InternetChecksum

    init(_ packet: Span<UInt8>, _ layout: TransportLayout) {
        let transport = layout.transportOffset
        identification = layout.isIPv6 ? 0 : UInt16(packet.integer16(at: 4))
        sequence =
            layout.isTCP
            ? UInt32(packet.integer16(at: transport + 4)) << 16
                | UInt32(packet.integer16(at: transport + 6)) : 0
        flags = layout.isTCP ? packet[transport + 13] : 0
        var sum = InternetChecksum()
        if !layout.isIPv6 {
            sum.add(packet, 0..<2)
            sum.add(packet, 6..<10)
            sum.add(packet, 12..<transport)
        }
        headerSum = sum
    }

    /// Writes the fields of segment `index`, whose payload begins `start` bytes behind that of the first.
    @inline(__always)
    func write(
        to segment: UnsafeMutableRawBufferPointer, _ layout: TransportLayout, index: Int, start: Int, isLast: Bool
    ) {
        if layout.isIPv6 {
            Self.store(UInt16(truncatingIfNeeded: segment.count &- 40), in: segment, at: 4)
        } else {
            writeVersion4(to: segment, index: index)
        }
        if layout.isTCP {
            writeTCP(to: segment, at: layout.transportOffset, index: index, start: start, isLast: isLast)
        } else {
            let length = UInt16(truncatingIfNeeded: segment.count &- layout.transportOffset)
            Self.store(length, in: segment, at: layout.transportOffset &+ 4)
        }
    }

    @inline(__always)
    private func writeVersion4(to segment: UnsafeMutableRawBufferPointer, index: Int) {
        let length = UInt16(truncatingIfNeeded: segment.count)
        let number = identification &+ UInt16(truncatingIfNeeded: index)
        var sum = headerSum
        sum.add(UInt32(length) << 16 | UInt32(number))
        Self.store(length, in: segment, at: 2)
        Self.store(number, in: segment, at: 4)
        Self.store(~sum.value, in: segment, at: 10)
    }

    /// "Finished" and "push" belong to the last byte, "congestion window reduced" to the first (RFC 3168).
    @inline(__always)
    private func writeTCP(
        to segment: UnsafeMutableRawBufferPointer, at offset: Int, index: Int, start: Int, isLast: Bool
    ) {
        var flags = flags
        if !isLast { flags &= ~(TCPFlag.finish | TCPFlag.push) }
        if index > 0 { flags &= ~TCPFlag.reduced }
        Self.store(sequence &+ UInt32(truncatingIfNeeded: start), in: segment, at: offset &+ 4)
        segment[offset &+ 13] = flags
    }

    @inline(__always)
    private static func store<I: FixedWidthInteger>(
        _ number: I, in segment: UnsafeMutableRawBufferPointer, at offset: Int
    ) {
        segment.storeBytes(of: number.bigEndian, toByteOffset: offset, as: I.self)
    }
}
