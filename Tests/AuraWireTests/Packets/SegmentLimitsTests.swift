import AuraWire
import Testing

@Suite("Limits of cutting")
struct SegmentLimitsTests {
    private func cutter(_ sample: SamplePacket, _ size: UInt16) -> SegmentCutter? {
        SegmentCutter(sample.bytes.span, segmentSize: size)
    }

    private func version6(headers: Int) -> SamplePacket {
        var sample = SamplePacket(isIPv6: true, isTCP: false)
        (sample.source, sample.destination) = (.init(repeating: 1, count: 16), .init(repeating: 2, count: 16))
        sample.extensions = .init(repeating: (60, [UInt8](repeating: 0, count: 2_046)), count: headers)
        return sample
    }

    @Test("Segments of no size are refused, and so is what is not one whole TCP or UDP packet")
    func refused() {
        var sample = SamplePacket()
        sample.payload = [1, 2, 3]
        #expect(cutter(sample, 0) == nil && cutter(sample, 1) != nil)
        sample.fragment = 0x2000
        #expect(cutter(sample, 1) == nil)
    }

    @Test("As many segments as the limit says, and no more")
    func count() {
        var sample = SamplePacket()
        sample.payload = [UInt8](repeating: 1, count: SegmentCutter.maximumCount * 7)
        #expect(cutter(sample, 7)?.count == SegmentCutter.maximumCount)
        sample.payload.append(1)
        #expect(cutter(sample, 7) == nil && cutter(sample, 8) != nil)
    }

    @Test("As many bytes in all segments together as the limit says, and no more")
    func bytes() throws {
        var sample = version6(headers: 8)
        let headers = sample.payloadOffset
        let count = SegmentCutter.maximumBytes / (headers + 8)
        sample.payload = [UInt8](repeating: 1, count: count * 8)
        #expect(cutter(sample, 8)?.count == count)
        sample.payload += [UInt8](repeating: 1, count: 8)
        #expect(cutter(sample, 8) == nil && cutter(sample, 16) != nil)
    }

    @Test(
        "No stream that a kernel has meets a limit: the longest TCP headers, the smallest segments",
        arguments: [true, false])
    func honest(isIPv6: Bool) {
        var sample = isIPv6 ? version6(headers: 0) : SamplePacket()
        sample.isTCP = true
        sample.tcpOptions = [UInt8](repeating: 1, count: 40)
        sample.payload = [UInt8](repeating: 1, count: 65_535 - sample.payloadOffset)
        #expect(cutter(sample, 8) != nil)
    }
}
