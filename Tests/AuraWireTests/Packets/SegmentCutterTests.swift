import AuraWire
import Testing

@Suite("Cutting super-packets")
struct SegmentCutterTests {
    private func flags(_ segments: CutSegments?) -> [UInt8]? { segments?.segments.map { $0[33] } }

    @Test("Segments of packets of any form are what field by field is right for each", arguments: Seeds.few)
    func random(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            var sample = SamplePacket.random(&random, longest: 9_000)
            let size = Int.random(in: 1...(Bool.random(using: &random) ? 1_400 : 40), using: &random)
            let expected = sample.segments(of: size)
            // Whatever the field of the whole holds, it means nothing.
            sample.checksum = .random(in: 0...65_535, using: &random)
            let found = CutSegments(sample.bytes, size: UInt16(size))
            guard expected.count <= SegmentCutter.maximumCount else {
                #expect(found == nil)
                continue
            }
            let cut = try #require(found)
            #expect(cut.segments == expected.map(\.bytes))
            #expect(cut.count == expected.count && cut.isAnnounced)
            #expect(cut.longest == expected.map(\.bytes.count).max())
            #expect(cut.ranges.map(\.lowerBound) == expected.indices.map { $0 * size })
        }
    }

    @Test(
        "The longest packets of both families, with the longest TCP options", arguments: [true, false], [true, false])
    func longest(isIPv6: Bool, isTCP: Bool) throws {
        var random = SeededGenerator(seed: 3)
        var sample = SamplePacket(isIPv6: isIPv6, isTCP: isTCP)
        if isIPv6 {
            (sample.source, sample.destination) = (.init(repeating: 1, count: 16), .init(repeating: 2, count: 16))
        }
        if isTCP { sample.tcpOptions = [UInt8](repeating: 1, count: 40) }
        sample.payload = SamplePacket.bytes((isIPv6 ? 65_575 : 65_535) - sample.payloadOffset, &random)
        for size in [9, 1_448, 32_767, 65_535] as [UInt16] {
            let cut = try #require(CutSegments(sample.bytes, size: size))
            let isSame = cut.segments == sample.segments(of: Int(size)).map(\.bytes)
            #expect(isSame, "size \(size)")
        }
    }

    @Test("FIN and PSH are on the last segment only, CWR on the first only, and everything else on all")
    func flags() {
        var sample = SamplePacket()
        sample.payload = [UInt8](repeating: 1, count: 30)
        sample.flags = 0xff
        #expect(flags(CutSegments(sample.bytes, size: 10)) == [0xf6, 0x76, 0x7f])
        #expect(flags(CutSegments(sample.bytes, size: 15)) == [0xf6, 0x7f])
        #expect(flags(CutSegments(sample.bytes, size: 30)) == [0xff])
        sample.flags = 0x10
        #expect(flags(CutSegments(sample.bytes, size: 10)) == [0x10, 0x10, 0x10])
    }

    @Test("Identification and sequence number begin again at 0 behind their greatest values")
    func wrap() throws {
        var sample = SamplePacket()
        (sample.identification, sample.sequence) = (0xffff, 0xffff_fffb)
        sample.payload = [UInt8](repeating: 1, count: 30)
        let segments = try #require(CutSegments(sample.bytes, size: 10)).segments
        #expect(segments.map { Array($0[4..<6]) } == [[0xff, 0xff], [0, 0], [0, 1]])
        #expect(segments.map { Array($0[24..<28]) } == [[0xff, 0xff, 0xff, 0xfb], [0, 0, 0, 5], [0, 0, 0, 15]])
    }

    @Test("The last segment has what is left, which may be all or a single byte", arguments: [29, 30, 31])
    func lastSegment(payload: Int) throws {
        var sample = SamplePacket(isTCP: false)
        sample.payload = (0..<payload).map { UInt8($0) }
        let cut = try #require(CutSegments(sample.bytes, size: 10))
        #expect(cut.segments.map { $0.count - 28 } == (payload == 31 ? [10, 10, 10, 1] : [10, 10, payload - 20]))
        #expect(cut.segments.flatMap { $0[28...] } == sample.payload)
        #expect(cut.segments.map { Int($0[25]) } == cut.segments.map { $0.count - 20 })
    }

    @Test("A packet that is one segment stays as it is, payload or not", arguments: [0, 1, 10])
    func one(payload: Int) throws {
        var sample = SamplePacket()
        sample.payload = [UInt8](repeating: 1, count: payload)
        (sample.flags, sample.checksum) = (0xff, 0x1234)
        var bytes = sample.bytes
        let made = SegmentCutter(bytes.span, segmentSize: 10)
        var cutter = try #require(made)
        var span = bytes.mutableSpan
        #expect(cutter.count == 1 && cutter.longest == 40 + payload && cutter.nextLength == 40 + payload)
        let (first, second) = (cutter.next(in: &span), cutter.next(in: &span))
        #expect(first == 0..<(40 + payload) && second == nil && cutter.nextLength == 0)
        #expect(bytes == sample.bytes)
    }

    @Test("Headers much longer than the segments are copied whole")
    func longHeaders() throws {
        var random = SeededGenerator(seed: 4)
        var sample = SamplePacket(isIPv6: true)
        (sample.source, sample.destination) = (.init(repeating: 1, count: 16), .init(repeating: 2, count: 16))
        sample.extensions = .init(repeating: (60, SamplePacket.bytes(6 + 8 * 20, &random)), count: 3)
        sample.tcpOptions = SamplePacket.bytes(40, &random)
        sample.payload = SamplePacket.bytes(57, &random)
        for size in 1...57 {
            let cut = try #require(CutSegments(sample.bytes, size: UInt16(size)))
            #expect(cut.segments == sample.segments(of: size).map(\.bytes), "size \(size)")
        }
    }

    @Test("Nothing is written outside the packet, nor into payload that is still to come")
    func bounds() throws {
        var random = SeededGenerator(seed: 5)
        for _ in 0..<100 {
            let sample = SamplePacket.random(&random, longest: 500)
            let (bytes, size) = (sample.bytes, UInt16.random(in: 1...200, using: &random))
            var batch = PacketBatch(capacity: 3, bytes: bytes.count + 200)
            for packet in [[UInt8](repeating: 0xaa, count: 100), bytes, [UInt8](repeating: 0x55, count: 100)] {
                batch.append(upTo: packet.count) { span in
                    for index in packet.indices { span[index] = packet[index] }
                    return packet.count
                }
            }
            let made = SegmentCutter(bytes.span, segmentSize: size)
            var cutter = try #require(made)
            while let range = batch.withPacket(at: 1, { cutter.next(in: &$0) }) {
                let rest = batch.withPacket(at: 1) { span in (range.upperBound..<span.count).map { span[$0] } }
                #expect(rest == Array(bytes[range.upperBound...]))
            }
            let front = batch.withPacket(at: 0) { span in span.indices.allSatisfy { span[$0] == 0xaa } }
            let back = batch.withPacket(at: 2) { span in span.indices.allSatisfy { span[$0] == 0x55 } }
            #expect(front && back)
        }
    }

    @Test("A packet of another length than the one looked at is left alone")
    func otherPacket() throws {
        var sample = SamplePacket()
        sample.payload = [UInt8](repeating: 1, count: 30)
        let made = SegmentCutter(sample.bytes.span, segmentSize: 10)
        var cutter = try #require(made)
        for change in [-1, 1] {
            var other = [UInt8](repeating: 9, count: sample.bytes.count + change)
            var span = other.mutableSpan
            let range = cutter.next(in: &span)
            #expect(range == nil && other.allSatisfy { $0 == 9 })
        }
        var bytes = sample.bytes
        var span = bytes.mutableSpan
        let range = cutter.next(in: &span)
        #expect(range == 0..<50)
    }
}
