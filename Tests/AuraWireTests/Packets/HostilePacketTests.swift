import AuraWire
import Testing

/// A peer can send any bytes, with any offload.
@Suite("Packets that make no sense")
struct HostilePacketTests {
    /// Does with a packet whatever can be done, and checks that each segment is a part of it.
    private func handle(_ packet: [UInt8], _ size: UInt16, _ random: inout SeededGenerator) {
        var bytes = packet
        var span = bytes.mutableSpan
        let layout = TransportLayout(span.span)
        if let layout {
            #expect(layout.transportOffset < layout.payloadOffset && layout.payloadOffset <= packet.count)
            #expect(layout.checksumOffset + 2 <= layout.payloadOffset)
            _ = TransportChecksum.isRight(span.span, layout: layout)
            _ = TransportChecksum.isHeaderRight(span.span, layout: layout)
            TransportChecksum.prepare(&span, layout: layout)
        }
        let isCompleted = TransportChecksum.complete(&span)
        #expect(isCompleted == (layout != nil))
        if let layout { #expect(TransportChecksum.isRight(span.span, layout: layout) == true) }
        TransportChecksum.complete(
            &span, from: .random(in: 0...70, using: &random), at: .random(in: 0...70, using: &random))
        guard let segments = CutSegments(packet, size: size) else { return }
        #expect(segments.isAnnounced && segments.ranges.count == segments.count)
        #expect(segments.ranges.allSatisfy { $0.upperBound <= packet.count && $0.count <= segments.longest })
        #expect(segments.ranges.last?.upperBound == packet.count)
        #expect(segments.segments.reduce(0) { $0 + $1.count } <= SegmentCutter.maximumBytes)
    }

    @Test("Whatever a packet is spoiled with, it is refused or handled inside its bounds", arguments: Seeds.few)
    func spoiled(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<300 {
            let sample = SamplePacket.random(&random, longest: 200)
            var bytes = sample.bytes
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let index = Int.random(in: 0..<min(bytes.count, sample.payloadOffset), using: &random)
                bytes[index] =
                    [0, 1, 3, 0xff, bytes[index] ^ 1, .random(in: 0...255, using: &random)]
                    .randomElement(using: &random) ?? 0
            }
            handle(bytes, .random(in: 0...100, using: &random), &random)
        }
    }

    @Test("A packet that is cut anywhere, with its length put right or not", arguments: Seeds.few)
    func truncated(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let sample = SamplePacket.random(&random, longest: 100)
        for length in 0..<sample.bytes.count {
            var bytes = Array(sample.bytes[..<length])
            handle(bytes, 7, &random)
            guard length >= (sample.isIPv6 ? 40 : 20) else { continue }
            let stated = SamplePacket.two(sample.isIPv6 ? length - 40 : length)
            bytes.replaceSubrange(sample.isIPv6 ? 4..<6 : 2..<4, with: stated)
            handle(bytes, 7, &random)
        }
    }

    @Test("Noise of every length", arguments: Seeds.few)
    func noise(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for length in 0..<200 {
            var bytes = SamplePacket.bytes(length, &random)
            handle(bytes, 3, &random)
            // Enough sense at the beginning that more than the first check is met.
            guard length >= 40 else { continue }
            let isIPv6 = Bool.random(using: &random)
            bytes[0] = isIPv6 ? 0x60 : .random(in: 0x45...0x4f, using: &random)
            bytes.replaceSubrange(isIPv6 ? 4..<6 : 2..<4, with: SamplePacket.two(isIPv6 ? length - 40 : length))
            bytes[isIPv6 ? 6 : 9] = [0, 6, 17, 43, 60].randomElement(using: &random) ?? 6
            if !isIPv6 { (bytes[6], bytes[7]) = (0, 0) }
            handle(bytes, 3, &random)
        }
    }
}
