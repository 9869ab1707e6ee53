import AuraWire
import Testing

@Suite("Layout of TCP and UDP packets")
struct TransportLayoutTests {
    @Test("The parts of packets of any form are found", arguments: Seeds.few)
    func random(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let sample = SamplePacket.random(&random)
            let layout = TransportLayout(sample.bytes.span)
            #expect(layout?.isIPv6 == sample.isIPv6 && layout?.isTCP == sample.isTCP)
            #expect(layout?.transportOffset == sample.transportOffset)
            #expect(layout?.payloadOffset == sample.payloadOffset)
            #expect(layout?.checksumOffset == sample.checksumOffset)
            #expect(layout?.packetLength == sample.bytes.count && layout?.payloadLength == sample.payload.count)
        }
    }

    @Test("A packet that is cut anywhere, or has a byte behind it, has none", arguments: Seeds.few)
    func lengths(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let bytes = SamplePacket.random(&random, longest: 300).bytes
        for length in 0..<bytes.count { #expect(TransportLayout(Array(bytes[..<length]).span) == nil) }
        #expect(TransportLayout(bytes.span) != nil)
        #expect(TransportLayout((bytes + [0]).span) == nil)
    }

    @Test("Every fragment is refused; \"do not fragment\" and the reserved bit are none", arguments: 0..<16)
    func fragments(bit: Int) {
        var sample = SamplePacket()
        sample.fragment = 1 << UInt16(bit)
        #expect((TransportLayout(sample.bytes.span) != nil) == (bit >= 14))
    }

    @Test("An IPv6 fragment header is refused, even one that says that it is the whole")
    func fragmentHeader() {
        var sample = SamplePacket(isIPv6: true, source: .init(repeating: 1, count: 16))
        sample.destination = sample.source
        sample.extensions = [(60, [UInt8](repeating: 0, count: 6))]
        #expect(TransportLayout(sample.bytes.span) != nil)
        sample.extensions = [(44, [UInt8](repeating: 0, count: 6))]
        #expect(TransportLayout(sample.bytes.span) == nil)
    }

    @Test("Protocols other than TCP and UDP are refused")
    func protocols() {
        var bytes = SamplePacket(isTCP: false).bytes
        for number in 0...255 as ClosedRange<UInt8> where number != 6 {
            bytes[9] = number
            #expect((TransportLayout(bytes.span) != nil) == (number == 17), "\(number)")
        }
    }

    @Test("A TCP header must be whole and inside the packet")
    func tcpHeader() {
        var sample = SamplePacket()
        sample.payload = [1, 2, 3, 4, 5, 6]
        var bytes = sample.bytes
        for words in 0...15 as ClosedRange<UInt8> {
            bytes[32] = words << 4
            #expect(
                TransportLayout(bytes.span)?.payloadOffset == (words == 5 || words == 6 ? 20 + Int(words) * 4 : nil))
        }
    }

    @Test("A UDP header must state the right length")
    func udpLength() {
        var sample = SamplePacket(isTCP: false)
        sample.payload = [1, 2, 3]
        var bytes = sample.bytes
        for length in 0...65_535 {
            (bytes[24], bytes[25]) = (UInt8(length >> 8), UInt8(length & 0xff))
            if (TransportLayout(bytes.span) != nil) != (length == 11) { Issue.record("length \(length)") }
        }
    }

    @Test("As many extension headers are walked over as the limit says")
    func extensionHeaders() {
        var sample = SamplePacket(isIPv6: true, source: .init(repeating: 1, count: 16))
        sample.destination = sample.source
        for count in 0...(TransportLayout.maximumExtensionHeaders + 2) {
            sample.extensions = .init(repeating: (60, [UInt8](repeating: 0, count: 6)), count: count)
            let isFound = TransportLayout(sample.bytes.span) != nil
            #expect(isFound == (count <= TransportLayout.maximumExtensionHeaders), "\(count)")
        }
    }

    @Test("IPv4 options must make sense: each has a length that ends inside the header")
    func options() {
        func isFound(_ options: [UInt8]) -> Bool {
            var sample = SamplePacket()
            sample.options = options
            return TransportLayout(sample.bytes.span) != nil
        }
        #expect(isFound([148, 4, 0, 0]) && isFound([1, 1, 1, 1]) && isFound([1, 1, 1, 0]) && isFound([0, 9, 9, 9]))
        #expect(!isFound([148, 5, 0, 0]) && !isFound([148, 0, 0, 0]) && !isFound([148, 1, 0, 0]))
        #expect(!isFound([1, 1, 1, 148]) && !isFound([131, 2, 1, 1]) && isFound([131, 3, 4, 1]))
    }

    @Test("Source routes that nobody can follow to their end are refused, and those that ended are not")
    func routes() {
        func isFound(_ kind: UInt8, left: UInt8, bytes: Int) -> Bool {
            var sample = SamplePacket(isIPv6: true, source: .init(repeating: 1, count: 16))
            sample.destination = sample.source
            sample.extensions = [(43, [kind, left] + [UInt8](repeating: 0, count: bytes))]
            return TransportLayout(sample.bytes.span) != nil
        }
        for kind in 0...5 as ClosedRange<UInt8> {
            #expect(isFound(kind, left: 0, bytes: 20) && isFound(kind, left: 0, bytes: 4))
            #expect(isFound(kind, left: 1, bytes: 20) == [0, 2, 4].contains(kind))
            #expect(!isFound(kind, left: 1, bytes: 4) && !isFound(kind, left: 1, bytes: 12))
        }
    }

    @Test("Other IP versions are refused", arguments: 0...15)
    func versions(version: Int) {
        var bytes = SamplePacket().bytes
        bytes[0] = UInt8(version) << 4 | 5
        #expect((TransportLayout(bytes.span) != nil) == (version == 4))
    }
}
