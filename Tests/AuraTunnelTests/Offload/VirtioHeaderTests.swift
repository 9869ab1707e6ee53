import AuraTunnel
import AuraWire
import Testing

@Suite("Virtio header")
struct VirtioHeaderTests {
    private func segment(_ change: (inout TestPacket) -> Void = { _ in }) -> [UInt8] {
        var packet = TestPacket()
        packet.payload = [UInt8](repeating: 3, count: 3_000)
        change(&packet)
        return packet.bytes
    }

    private func header(_ change: (inout VirtioHeader) -> Void) -> VirtioHeader {
        var header = VirtioHeader()
        (header.flags, header.segmentation, header.segmentSize) = (1, 1, 1_000)
        (header.checksumStart, header.checksumOffset) = (20, 16)
        change(&header)
        return header
    }

    private func offload(_ bytes: [UInt8], _ header: VirtioHeader) -> (offload: Offload?, bytes: [UInt8]) {
        var batch = PacketBatch(capacity: 1, bytes: bytes.count)
        batch.append(bytes)
        let offload = batch.withPacket(at: 0) { header.offload(of: &$0) }
        return (offload, batch.contents()[0])
    }

    @Test("Ten bytes are written and read again, in the byte order of the machine")
    func codec() throws {
        let header = header { ($0.headerLength, $0.segmentSize, $0.checksumStart) = (0x1234, 0xabcd, 0x4321) }
        var bytes = [UInt8](repeating: 0xee, count: 12)
        bytes.withUnsafeMutableBytes { memory in
            var span = memory.mutableBytes
            header.write(to: &span)
        }
        #expect(Array(bytes[..<2]) == [1, 1] && Array(bytes[10...]) == [0xee, 0xee])
        #expect(bytes[2..<4].withUnsafeBytes { $0.loadUnaligned(as: UInt16.self) } == 0x1234)
        #expect(bytes.withUnsafeBytes { VirtioHeader($0.bytes) } == header)
        #expect(bytes[..<9].withUnsafeBytes { VirtioHeader($0.bytes) } == nil)
    }

    @Test("Super-packets are told with their segment size, whatever their kind")
    func superPackets() {
        #expect(offload(segment(), header { _ in }).offload == .segments(of: 1_000))
        #expect(offload(segment(), header { $0.segmentation = 0x81 }).offload == .segments(of: 1_000))
        let version6 = segment { $0.isIPv6 = true }
        let header6 = header { ($0.segmentation, $0.checksumStart) = (4, 40) }
        #expect(offload(version6, header6).offload == .segments(of: 1_000))
        let udp = segment { $0.kind = .udp }
        #expect(offload(udp, header { ($0.segmentation, $0.checksumOffset) = (5, 6) }).offload == .segments(of: 1_000))
        let options = segment { ($0.isIPv6, $0.networkOptions) = (true, [5, 2, 0, 0, 1, 0]) }
        let behindOptions = header { ($0.segmentation, $0.checksumStart) = (4, 48) }
        #expect(offload(options, behindOptions).offload == .segments(of: 1_000))
    }

    private static let nonsense: [@Sendable (inout VirtioHeader) -> Void] = [
        { $0.segmentation = 3 }, { $0.segmentation = 7 }, { $0.segmentation = 0x80 }, { $0.segmentation = 4 },
        { $0.segmentation = 5 }, { $0.segmentation = 0x85 }, { $0.flags = 0 }, { $0.segmentSize = 0 },
        { $0.checksumStart = 0 }, { $0.checksumStart = 24 }, { $0.checksumStart = 65_535 }, { $0.checksumOffset = 6 },
        { ($0.segmentation, $0.checksumStart) = (0, 65_535) }, { ($0.segmentation, $0.checksumOffset) = (0, 65_535) },
        { ($0.segmentation, $0.checksumStart, $0.checksumOffset) = (0, 3_030, 9) },
    ]

    @Test("A header that makes no sense with its packet is refused", arguments: nonsense.indices)
    func refuses(index: Int) {
        #expect(offload(segment(), header(Self.nonsense[index])).offload == nil)
    }

    @Test("A partial checksum is left as it is where everybody can find it")
    func partial() {
        let (found, bytes) = offload(segment(), header { $0.segmentation = 0 })
        #expect(found == .checksum && bytes == segment())
        #expect(offload(segment(), VirtioHeader()).offload == Offload.none)
    }

    @Test("One of another protocol, or of a fragment, is completed")
    func completes() {
        let right = segment { $0.kind = .icmp }
        var partial = right
        (partial[22], partial[23]) = (0, 0)
        let (found, bytes) = offload(partial, header { ($0.segmentation, $0.checksumOffset) = (0, 2) })
        #expect(found == Offload.none && bytes == right)
    }
}
