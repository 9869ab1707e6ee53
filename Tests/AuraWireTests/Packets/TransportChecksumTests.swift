import AuraWire
import Testing

@Suite("TCP and UDP checksums")
struct TransportChecksumTests {
    private func isRight(_ bytes: [UInt8]) -> Bool? {
        TransportLayout(bytes.span).map { TransportChecksum.isRight(bytes.span, layout: $0) }
    }

    private func completed(_ bytes: [UInt8]) -> [UInt8]? {
        var bytes = bytes
        var span = bytes.mutableSpan
        return TransportChecksum.complete(&span) ? bytes : nil
    }

    @Test(
        "What a kernel sends is right, and is what comes of it with any number in the field",
        arguments: KernelPackets.all)
    func kernel(hex: String) throws {
        let bytes = KernelPackets.bytes(hex)
        #expect(isRight(bytes) == true)
        let found = TransportLayout(bytes.span)
        let layout = try #require(found)
        #expect(TransportChecksum.isHeaderRight(bytes.span, layout: layout) == true)
        for number in [0, 1, 0xffff] {
            var spoiled = bytes
            spoiled.replaceSubrange(layout.checksumOffset..<(layout.checksumOffset + 2), with: SamplePacket.two(number))
            #expect(isRight(spoiled) == false)
            #expect(completed(spoiled) == bytes)
        }
    }

    @Test("A change of any byte of addresses, ports or payload is noticed", arguments: KernelPackets.all)
    func changes(hex: String) throws {
        let bytes = KernelPackets.bytes(hex)
        let found = TransportLayout(bytes.span)
        let layout = try #require(found)
        let ports = layout.transportOffset..<(layout.transportOffset + 4)
        for index in Array(layout.isIPv6 ? 8..<24 : 12..<16) + Array(ports) + Array(layout.payloadOffset..<bytes.count)
        {
            var spoiled = bytes
            spoiled[index] ^= 0x10
            #expect(isRight(spoiled) == false, "byte \(index)")
        }
    }

    @Test("Packets of any form get the sum that adding word by word gives", arguments: Seeds.few)
    func random(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let sample = SamplePacket.random(&random)
            var spoiled = sample
            spoiled.checksum = .random(in: 0...65_535, using: &random)
            #expect(isRight(sample.bytes) == true)
            #expect(completed(spoiled.bytes) == sample.bytes)
            #expect(isRight(spoiled.bytes) == (spoiled.bytes == sample.bytes))
        }
    }

    @Test(
        "What a kernel is left with is the sum of the pseudo-header, from which it makes the same", arguments: Seeds.few
    )
    func prepared(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        for _ in 0..<50 {
            let sample = SamplePacket.random(&random)
            var bytes = sample.bytes
            let found = TransportLayout(bytes.span)
            let layout = try #require(found)
            var span = bytes.mutableSpan
            TransportChecksum.prepare(&span, layout: layout)
            let field = UInt16(span[layout.checksumOffset]) << 8 | UInt16(span[layout.checksumOffset + 1])
            #expect(NaiveChecksum.areEqual(field, NaiveChecksum.sum(sample.pseudoHeader)))
            let isDone = TransportChecksum.complete(&span, from: layout.transportOffset, at: sample.isTCP ? 16 : 6)
            #expect(isDone)
            #expect(isRight(bytes) == true)
            #expect(bytes == sample.bytes || sample.isTCP)
        }
    }

    @Test("Prepared for another length, the sum is about that length")
    func preparedForMore() throws {
        var sample = SamplePacket()
        sample.payload = [1, 2, 3]
        var bytes = sample.bytes
        let found = TransportLayout(bytes.span)
        let layout = try #require(found)
        var span = bytes.mutableSpan
        TransportChecksum.prepare(&span, layout: layout, payloadLength: 60_001)
        sample.payload = [UInt8](repeating: 0, count: 60_001)
        #expect(Array(bytes[36..<38]) == SamplePacket.two(Int(NaiveChecksum.sum(sample.pseudoHeader))))
    }

    @Test(
        "A sum that would be 0 stays so for TCP and becomes 0xffff for UDP, where 0 is none", arguments: [true, false])
    func zero(isTCP: Bool) {
        var sample = SamplePacket(isTCP: isTCP)
        sample.payload = [5, 6, 0, 0]
        sample.checksum = 0
        let missing = ~NaiveChecksum.sum(sample.pseudoHeader + sample.bytes[20...])
        sample.payload = [5, 6] + SamplePacket.two(Int(missing))
        sample.checksum = 0x1234
        let bytes = completed(sample.bytes)
        #expect(
            bytes.map { Array($0[sample.checksumOffset..<(sample.checksumOffset + 2)]) }
                == (isTCP ? [0, 0] : [255, 255]))
        #expect(bytes.flatMap(isRight) == true)
    }

    @Test("UDP without a checksum has none that could be right, over IPv4 or IPv6")
    func none() {
        var sample = SamplePacket(isTCP: false)
        #expect(isRight(sample.bytes) == true)
        sample.checksum = 0
        #expect(isRight(sample.bytes) == false)
        sample.isIPv6 = true
        (sample.source, sample.destination) = (.init(repeating: 7, count: 16), .init(repeating: 8, count: 16))
        #expect(isRight(sample.bytes) == false)
        sample.checksum = nil
        #expect(isRight(sample.bytes) == true)
    }

    @Test("A packet that is not TCP or UDP, or a fragment, is left as it is")
    func others() {
        var sample = SamplePacket()
        sample.checksum = 0x1234
        for (index, value) in [(9, 1), (6, 0x20), (7, 1), (0, 0x15), (3, 41)] as [(Int, UInt8)] {
            var bytes = sample.bytes
            bytes[index] = value
            #expect(completed(bytes) == nil)
        }
        #expect(completed(sample.bytes) != nil)
    }

    @Test("The layout of another packet is refused")
    func otherLayout() throws {
        let (short, long) = (SamplePacket(payload: [1]), SamplePacket(payload: [1, 2]))
        let found = TransportLayout(short.bytes.span)
        let layout = try #require(found)
        var bytes = long.bytes
        #expect(TransportChecksum.isRight(bytes.span, layout: layout) == false)
        var span = bytes.mutableSpan
        let isDone = TransportChecksum.complete(&span, layout: layout)
        #expect(!isDone)
        #expect(bytes == long.bytes)
    }

    @Test("The header of IPv4 has a checksum, that of IPv6 has none")
    func headers() throws {
        var bytes = KernelPackets.bytes(KernelPackets.routerAlert)
        let found = TransportLayout(bytes.span)
        let layout = try #require(found)
        for index in 0..<24 {
            bytes[index] ^= 1
            #expect(TransportChecksum.isHeaderRight(bytes.span, layout: layout) == false)
            bytes[index] ^= 1
        }
        #expect(TransportChecksum.isHeaderRight(bytes.span, layout: layout) == true)
        bytes = KernelPackets.bytes(KernelPackets.udp6)
        bytes[7] ^= 1
        let found6 = TransportLayout(bytes.span)
        #expect(TransportChecksum.isHeaderRight(bytes.span, layout: try #require(found6)) == true)
    }

    @Test("A field for any protocol is completed where it is inside the packet, and nowhere else")
    func anyProtocol() {
        let ping: [UInt8] = [8, 0, 0, 0, 1, 2, 3, 4, 5]
        for start in [0, 1, 20] {
            for offset in [-1, 0, 2, 7, 8, 9, .max] {
                var bytes = [UInt8](repeating: 0xaa, count: start) + ping
                var span = bytes.mutableSpan
                let isDone = TransportChecksum.complete(&span, from: start, at: offset)
                #expect(isDone == (0...7).contains(offset))
                #expect(isDone || Array(bytes[start...]) == ping)
                #expect(bytes[..<start].allSatisfy { $0 == 0xaa })
            }
        }
        var bytes = ping
        var span = bytes.mutableSpan
        let isDone = TransportChecksum.complete(&span, from: 0, at: 2)
        #expect(isDone && NaiveChecksum.sum(bytes) == 0xffff)
        var other = ping
        var otherSpan = other.mutableSpan
        for start in [10, 9, 8, -1, .max] {
            let isOtherDone = TransportChecksum.complete(&otherSpan, from: start, at: 0)
            #expect(!isOtherDone)
        }
        #expect(other == ping)
    }
}
