import AuraWire
import Testing

@Suite("Internet checksum")
struct InternetChecksumTests {
    private func sum(_ bytes: [UInt8], _ range: Range<Int>? = nil) -> UInt16 {
        var checksum = InternetChecksum()
        checksum.add(bytes.span, range ?? bytes.indices)
        return checksum.value
    }

    @Test("The example of RFC 1071, and the header of a packet")
    func vectors() {
        #expect(sum([0x00, 0x01, 0xf2, 0x03, 0xf4, 0xf5, 0xf6, 0xf7]) == 0xddf2)
        #expect(
            sum([0x45, 0, 0, 0x73, 0, 0, 0x40, 0, 0x40, 0x11, 0xb8, 0x61, 192, 168, 0, 1, 192, 168, 0, 199]) == 0xffff)
        #expect(sum([]) == 0)
        #expect(sum([0xab]) == 0xab00)
    }

    @Test("Ranges of every length and alignment have the sum that adding word by word gives")
    func ranges() {
        var random = SeededGenerator(seed: 1)
        let bytes = SamplePacket.bytes(300, &random)
        for start in 0..<34 {
            for end in start...bytes.count {
                #expect(sum(bytes, start..<end) == NaiveChecksum.sum(Array(bytes[start..<end])), "\(start)..<\(end)")
            }
        }
    }

    @Test("No carry is lost in the longest of packets", arguments: [65_535, 65_536, 65_575])
    func carries(length: Int) {
        let ones = [UInt8](repeating: 0xff, count: length)
        #expect(sum(ones) == NaiveChecksum.sum(ones))
        #expect(sum([UInt8](repeating: 0, count: length)) == 0)
        var random = SeededGenerator(seed: UInt64(length))
        let bytes = SamplePacket.bytes(length, &random)
        #expect(sum(bytes) == NaiveChecksum.sum(bytes))
    }

    @Test("Several ranges and numbers add up")
    func parts() {
        var random = SeededGenerator(seed: 2)
        let bytes = SamplePacket.bytes(99, &random)
        var checksum = InternetChecksum()
        checksum.add(bytes.span, 0..<34)
        checksum.add(0xdead_beef)
        checksum.add(bytes.span, 34..<99)
        #expect(checksum.value == NaiveChecksum.sum([0xde, 0xad, 0xbe, 0xef] + bytes))
    }
}
