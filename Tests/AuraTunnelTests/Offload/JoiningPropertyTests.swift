import AuraTunnel
import AuraWire
import Testing

/// Whatever a device makes of packets, a kernel must get out of it what it would have got one by one.
@Suite("Joining random traffic")
struct JoiningPropertyTests {
    /// What a device made of a batch.
    private struct Written {
        let frames: [MemoryDevice.Frame]
        let result: DeviceWriteResult

        /// What a kernel gets out of the frames.
        func packets() throws -> [[UInt8]] {
            try frames.flatMap { try #require(NaiveKernel.packets(of: $0), "\($0.header) \($0.packet.prefix(60))") }
        }
    }

    private func write(
        _ traffic: RandomTraffic, to offloads: DeviceOffloads?, refusing refused: DeviceOffloads = []
    ) throws -> Written {
        let device = MemoryDevice(mtu: 65_535, capacity: 100_000, offloads: offloads)
        device.refuse(refused)
        let bytes = traffic.items.reduce(0) { $0 + $1.bytes.count }
        var batch = PacketBatch(capacity: traffic.items.count, bytes: bytes)
        for item in traffic.items {
            batch.append(item.bytes)
            batch.entries[batch.count - 1].offload = item.offload
        }
        let result = try device.write(&batch)
        return Written(frames: device.takeFrames(), result: result)
    }

    private func expected(_ traffic: RandomTraffic) -> WrittenFlows {
        WrittenFlows(traffic.items.flatMap(\.expected), fixedPorts: traffic.fixedPorts)
    }

    @Test("A device without offloads gets every packet complete, in order, and nothing else", arguments: 0..<40)
    func plain(seed: Int) throws {
        let traffic = RandomTraffic(seed: UInt64(seed), count: 150)
        let written = try write(traffic, to: nil)
        let isSame = written.frames.map(\.packet) == traffic.items.flatMap(\.expected)
        #expect(isSame)
        #expect(written.result.malformed == traffic.items.filter(\.expected.isEmpty).count)
        #expect(written.result.writtenPackets == written.frames.count)
        #expect(written.result.writtenBytes == written.frames.reduce(0) { $0 + $1.packet.count })
    }

    @Test(
        "Cut again, joined packets are what was there before, in order within each flow, and are counted so",
        arguments: 0..<300)
    func joined(seed: Int) throws {
        let traffic = RandomTraffic(seed: UInt64(seed), count: 150)
        let written = try write(traffic, to: .all)
        let found = WrittenFlows(try written.packets(), fixedPorts: traffic.fixedPorts)
        #expect(found.difference(from: expected(traffic)) == nil)
        #expect(written.result == (try write(traffic, to: nil)).result)
        #expect(written.frames.count < found.count)
    }

    @Test(
        "The same holds for devices with some offloads only, and for kernels that refuse some",
        arguments: [
            ([], []), (.checksum, []), ([.checksum, .tcp], []), ([.checksum, .udp], []), (.all, .tcp), (.all, .udp),
            (.all, [.tcp, .udp]),
        ] as [(DeviceOffloads, DeviceOffloads)])
    func fewer(offloads: DeviceOffloads, refused: DeviceOffloads) throws {
        for seed in 1_000..<1_040 {
            let traffic = RandomTraffic(seed: UInt64(seed), count: 150)
            let written = try write(traffic, to: offloads, refusing: refused)
            let found = WrittenFlows(try written.packets(), fixedPorts: traffic.fixedPorts)
            #expect(found.difference(from: expected(traffic)) == nil)
            let kinds = Set(written.frames.filter { $0.header.segmentation != 0 }.map { $0.header.segmentation & 0x7f })
            let granted = offloads.subtracting(refused)
            #expect(granted.contains(.tcp) || kinds.isDisjoint(with: [1, 4]))
            #expect(granted.contains(.udp) || !kinds.contains(5))
        }
    }

    @Test("Most packets of long runs go together")
    func worthwhile() throws {
        var (frames, packets) = (0, 0)
        for seed in 0..<100 {
            let written = try write(RandomTraffic(seed: UInt64(seed), count: 150), to: .all)
            frames += written.frames.count
            packets += written.result.writtenPackets
        }
        #expect(frames * 3 < packets)
    }
}
