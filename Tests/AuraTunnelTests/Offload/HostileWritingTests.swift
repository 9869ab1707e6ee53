import AuraTunnel
import AuraWire
import Testing

/// A peer can send any bytes, with any offload and any segment size.
@Suite("Writing packets that make no sense")
struct HostileWritingTests {
    private func isHonest(_ packet: [UInt8]) -> Bool {
        packet.count > 24 && packet[0] == 0x45 && packet[9] == 6
            && Array(packet[12..<20]) == [10, 0, 0, 1, 10, 0, 1, 2]
            && NaiveSum.load(packet, 20) == HostileMixture.honestPort
    }

    @Test(
        "Nothing is written outside of a packet, counts are the same with and without offloads, and other flows pass",
        arguments: 0..<60 as Range<UInt64>, [false, true])
    func mixture(seed: UInt64, isRefusing: Bool) throws {
        var random = SeededGenerator(seed: seed)
        let mixture = HostileMixture(&random)
        let plain = MemoryDevice(mtu: 65_535, capacity: 1_000_000)
        let joining = MemoryDevice(capacity: 1_000_000, offloads: .all)
        if isRefusing { joining.refuse([.tcp, .udp]) }
        let (plainResult, plainLeft) = try mixture.write(to: plain)
        let (result, left) = try mixture.write(to: joining)
        #expect(result == plainResult)
        for (index, packet) in mixture.packets.enumerated() where packet.offload == .none {
            let isLeft = left[index] == packet.bytes && plainLeft[index] == packet.bytes
            #expect(isLeft, "packet \(index)")
        }
        let frames = joining.takeFrames()
        let honest = frames.filter { isHonest($0.packet) }
        // Compared outside of the expectations, which would show thousands of packets when they fail.
        let isWhole = try honest.flatMap { try #require(NaiveKernel.packets(of: $0)) } == mixture.honest
        let isPlain = plain.takeWritten().filter(isHonest) == mixture.honest
        let odd = frames.first { !isSensible($0) }
        #expect(isWhole && isPlain)
        #expect(odd?.header == nil)
    }

    /// A frame that a kernel can work on without looking outside of it.
    private func isSensible(_ frame: MemoryDevice.Frame) -> Bool {
        let (header, packet) = frame
        guard header.flags == 1 else { return header == VirtioHeader() }
        let field = Int(header.checksumStart) + Int(header.checksumOffset)
        guard header.segmentation != 0 else { return field + 2 <= packet.count && header.segmentSize == 0 }
        return field + 2 <= Int(header.headerLength)
            && Int(header.headerLength) + Int(header.segmentSize) < packet.count
    }

    @Test("A small packet cannot be made into much more than it says that it is", arguments: [nil, DeviceOffloads.all])
    func amplification(offloads: DeviceOffloads?) throws {
        var packet = TestPacket()
        packet.isIPv6 = true
        packet.networkOptions = [UInt8](repeating: 0, count: 2_046)
        packet.payload = [UInt8](repeating: 1, count: 60_000)
        let device = MemoryDevice(mtu: 65_535, capacity: 1_000_000, offloads: offloads)
        device.refuse(.all)
        for (size, isWritten) in [(8, false), (120, false), (130, true)] as [(UInt16, Bool)] {
            var batch = PacketBatch(capacity: 1, bytes: packet.bytes.count)
            batch.append(packet.bytes)
            batch.entries[0].offload = .segments(of: size)
            let result = try device.write(&batch)
            #expect(result.malformed == (isWritten ? 0 : 1) && (result.writtenPackets > 0) == isWritten)
            #expect(result.writtenBytes <= SegmentCutter.maximumBytes)
        }
    }
}
