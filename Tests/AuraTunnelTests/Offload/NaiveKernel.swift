import AuraTunnel

/// What a kernel does with frames: checksums are completed and super-packets cut, in the plainest way and without any
/// help of the code under test. `nil` when the header and the packet do not agree.
enum NaiveKernel {
    static func packets(of frame: MemoryDevice.Frame) -> [[UInt8]]? {
        let (header, packet) = frame
        guard header.flags & 1 != 0 else { return header.segmentation == 0 ? [packet] : nil }
        let start = Int(header.checksumStart)
        guard hasPseudoSum(packet, start, Int(header.checksumOffset)) else { return nil }
        guard header.segmentation != 0 else { return [completed(packet, start)] }
        let isTCP = header.checksumOffset == 16
        let kind: UInt8 = isTCP ? (packet[0] >> 4 == 6 ? 4 : 1) : 5
        let hasCWR = isTCP && packet[start + 13] & TestPacket.cwr != 0
        let length = start + (isTCP ? Int(packet[start + 12] >> 4) * 4 : 8)
        guard header.segmentation == (hasCWR ? kind | 0x80 : kind), Int(header.headerLength) == length,
            header.segmentSize > 0, packet.count - length > Int(header.segmentSize)
        else { return nil }
        return cut(packet, start, headerLength: length, size: Int(header.segmentSize), isTCP: isTCP)
    }

    /// The segments of a super-packet, complete.
    static func cut(_ packet: [UInt8], _ start: Int, headerLength: Int, size: Int, isTCP: Bool) -> [[UInt8]] {
        let payload = Array(packet[headerLength...])
        let offsets = payload.isEmpty ? [0] : Array(stride(from: 0, to: payload.count, by: size))
        return offsets.enumerated().map { index, offset in
            let part = Array(payload[offset..<min(offset + size, payload.count)])
            var segment = Array(packet[..<headerLength]) + part
            fixNetwork(&segment, index)
            if isTCP {
                fixTCP(&segment, start, offset, isFirst: index == 0, isLast: index == offsets.count - 1)
            } else {
                NaiveSum.store(UInt16(segment.count - start), &segment, start + 4)
            }
            return completed(segment, start)
        }
    }

    /// The packet with the right checksum, whatever was in the field.
    static func completed(_ packet: [UInt8], _ start: Int) -> [UInt8] {
        var packet = packet
        let field = start + (isTCP(packet) ? 16 : 6)
        NaiveSum.store(0, &packet, field)
        var sum = NaiveSum(pseudo(packet, start))
        sum.add(Array(packet[start...]))
        NaiveSum.store(!isTCP(packet) && sum.checksum == 0 ? 0xffff : sum.checksum, &packet, field)
        return packet
    }

    private static func hasPseudoSum(_ packet: [UInt8], _ start: Int, _ offset: Int) -> Bool {
        guard packet.count >= 28, offset == (isTCP(packet) ? 16 : 6), start + offset + 2 <= packet.count else {
            return false
        }
        let found = NaiveSum.load(packet, start + offset)
        let expected = NaiveSum(pseudo(packet, start)).value
        // The sum has two zeros.
        return found == expected || (found % 0xffff == 0 && expected % 0xffff == 0)
    }

    /// Follows hop-by-hop options, the only extension header in these tests.
    static func isTCP(_ packet: [UInt8]) -> Bool {
        guard packet[0] >> 4 == 6 else { return packet[9] == 6 }
        return (packet[6] == 0 ? packet[40] : packet[6]) == 6
    }

    private static func pseudo(_ packet: [UInt8], _ start: Int) -> [UInt8] {
        let length = packet.count - start
        let addresses = packet[0] >> 4 == 6 ? packet[8..<40] : packet[12..<20]
        return addresses + [UInt8(length >> 8), UInt8(length & 0xff), 0, isTCP(packet) ? 6 : 17]
    }

    private static func fixNetwork(_ segment: inout [UInt8], _ index: Int) {
        guard segment[0] >> 4 == 4 else { return NaiveSum.store(UInt16(segment.count - 40), &segment, 4) }
        NaiveSum.store(UInt16(segment.count), &segment, 2)
        NaiveSum.store(NaiveSum.load(segment, 4) &+ UInt16(index), &segment, 4)
        NaiveSum.store(0, &segment, 10)
        NaiveSum.store(NaiveSum(Array(segment[..<(Int(segment[0] & 15) * 4)])).checksum, &segment, 10)
    }

    private static func fixTCP(_ segment: inout [UInt8], _ start: Int, _ offset: Int, isFirst: Bool, isLast: Bool) {
        let old = UInt32(NaiveSum.load(segment, start + 4)) << 16 | UInt32(NaiveSum.load(segment, start + 6))
        let sequence = old &+ UInt32(offset)
        NaiveSum.store(UInt16(sequence >> 16), &segment, start + 4)
        NaiveSum.store(UInt16(sequence & 0xffff), &segment, start + 6)
        if !isLast { segment[start + 13] &= ~(TestPacket.push | TestPacket.fin) }
        if !isFirst { segment[start + 13] &= ~TestPacket.cwr }
    }
}
