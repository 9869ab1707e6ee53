import AuraTunnel
import AuraWire
import Foundation
import Testing

@Suite("Writing with offloads")
struct OffloadWritingTests {
    private func batch(_ packets: [[UInt8]], _ offload: Offload) -> PacketBatch {
        var batch = PacketBatch(capacity: packets.count, bytes: packets.reduce(0) { $0 + $1.count })
        for packet in packets {
            batch.append(packet)
            batch.entries[batch.count - 1].offload = offload
        }
        return batch
    }

    private func superPacket(_ count: Int, _ kind: TestPacket.Kind = .tcp, size: Int = 100) -> [UInt8] {
        var packet = TestPacket()
        packet.kind = kind
        packet.payload = (0..<(count * size)).map { UInt8(truncatingIfNeeded: $0) }
        return packet.bytes
    }

    private func segments(_ count: Int, _ kind: TestPacket.Kind) -> [[UInt8]] {
        (0..<count).map { index in
            var packet = TestPacket()
            packet.kind = kind
            packet.payload = [UInt8](repeating: 1, count: 100)
            packet.sequence = UInt32(index * 100)
            packet.identification = UInt16(index)
            return packet.bytes
        }
    }

    @Test("A super-packet is written whole, and counted as its segments")
    func whole() throws {
        let device = MemoryDevice(offloads: .all)
        var packets = batch([superPacket(12)], .segments(of: 100))
        let result = try device.write(&packets)
        #expect(result.writtenPackets == 12 && result.writtenBytes == 12 * 140)
        let frame = try #require(device.takeFrames().first)
        #expect(frame.header.segmentation == 1 && frame.header.segmentSize == 100 && frame.header.headerLength == 40)
        #expect(NaiveKernel.packets(of: frame)?.count == 12)
    }

    @Test("One of a single segment is an ordinary packet")
    func single() throws {
        let device = MemoryDevice(offloads: .all)
        var packets = batch([superPacket(1)], .segments(of: 100))
        #expect(try device.write(&packets).writtenPackets == 1)
        #expect(device.takeFrames().map(\.header.segmentation) == [0])
    }

    @Test("UDP of more than 64 datagrams, which a kernel may refuse, is cut here")
    func manyDatagrams() throws {
        let device = MemoryDevice(offloads: .all)
        var packets = batch([superPacket(64, .udp), superPacket(65, .udp)], .segments(of: 100))
        #expect(try device.write(&packets).writtenPackets == 129)
        #expect(device.takeFrames().count == 66)
        #expect(device.offloads == .all && device.refusals.isEmpty)
    }

    @Test("Without such an offload packets are malformed: another protocol, no size, a wrong length")
    func malformed() throws {
        for offloads in [nil, DeviceOffloads.all] {
            let device = MemoryDevice(offloads: offloads)
            var icmp = batch([superPacket(2, .icmp)], .segments(of: 100))
            #expect(try device.write(&icmp).malformed == 1)
            var sizeless = batch([superPacket(2)], .segments(of: 0))
            #expect(try device.write(&sizeless).malformed == 1)
            var short = batch([superPacket(2).dropLast()], .checksum)
            #expect(try device.write(&short).malformed == 1)
            var right = batch([superPacket(2)], .segments(of: 100))
            #expect(try device.write(&right).malformed == 0)
            #expect(!device.takeFrames().isEmpty)
        }
    }

    @Test(
        "A kernel that refuses a kind gets its packets one by one, and is asked once",
        arguments: [(TestPacket.Kind.tcp, DeviceOffloads.tcp), (.udp, .udp)])
    func refuses(kind: TestPacket.Kind, offload: DeviceOffloads) throws {
        let device = MemoryDevice(offloads: .all)
        device.refuse(offload)
        for offload in [Offload.none, .segments(of: 50)] {
            var packets = batch(segments(5, kind), offload)
            #expect(try device.write(&packets).writtenPackets == (offload == .none ? 5 : 10))
            let cut = device.takeFrames().flatMap { NaiveKernel.packets(of: $0) ?? [] }
            #expect(cut.count == (offload == .none ? 5 : 10))
            #expect(offload != .none || cut == segments(5, kind))
        }
        #expect(device.offloads == DeviceOffloads.all.subtracting(offload) && device.refusals.count == 1)
        // Asked no more, even if it would take them now.
        device.refuse([])
        var packets = batch(segments(5, kind), .none)
        _ = try device.write(&packets)
        #expect(device.takeFrames().count == 5)
    }

    @Test("A kernel that has taken a kind keeps it, whatever it refuses of it later")
    func keepsKind() throws {
        let device = MemoryDevice(offloads: .all)
        var packets = batch(segments(5, .tcp), .none)
        _ = try device.write(&packets)
        device.refuse(.tcp)
        #expect(try device.write(&packets).writtenPackets == 5)
        #expect(device.takeFrames().count == 6 && device.offloads == .all && device.refusals.isEmpty)
    }

    @Test("What is refused for want of room is counted packet by packet")
    func full() throws {
        let device = MemoryDevice(capacity: 1, offloads: .all)
        var packets = batch(segments(5, .tcp) + segments(3, .udp), .none)
        let result = try device.write(&packets)
        #expect(result.writtenPackets == 5 && result.refused == 3)
        #expect(device.takeFrames().count == 1)
    }

    @Test("Joining leaves the packets as they are")
    func untouched() throws {
        let device = MemoryDevice(offloads: .all)
        var packets = batch(segments(5, .tcp), .none)
        _ = try device.write(&packets)
        #expect(packets.contents() == segments(5, .tcp))
        #expect(device.takeFrames().count == 1)
    }

    @Test("Several threads write at once, each its own batch")
    func concurrent() throws {
        let device = MemoryDevice(capacity: 100_000, offloads: .all)
        DispatchQueue.concurrentPerform(iterations: 12) { thread in
            for round in 0..<50 {
                var packets = batch(
                    (0..<10).map { index in
                        var packet = TestPacket()
                        packet.sourcePort = UInt16(1_000 + thread)
                        packet.payload = [UInt8](repeating: UInt8(thread), count: 40)
                        packet.sequence = UInt32(round * 400 + index * 40)
                        packet.identification = UInt16(index)
                        return packet.bytes
                    }, .none)
                _ = try? device.write(&packets)
            }
        }
        let frames = device.takeFrames()
        #expect(frames.count == 600)
        for frame in frames {
            let cut = try #require(NaiveKernel.packets(of: frame))
            #expect(cut.count == 10 && Set(cut.map { $0[40...] }).count == 1)
        }
    }

    @Test("Reading gives packets with what is left to do, and drops what makes no sense")
    func reads() throws {
        let device = MemoryDevice(offloads: .all)
        var header = VirtioHeader()
        (header.flags, header.segmentation, header.segmentSize) = (1, 1, 100)
        (header.checksumStart, header.checksumOffset) = (20, 16)
        device.inject(superPacket(3), header)
        device.inject(superPacket(1))
        header.segmentation = 3
        device.inject(superPacket(3), header)
        var packets = PacketBatch(capacity: 8, bytes: 3 * 65_536, headroom: device.headroom)
        #expect(try device.read(into: &packets, waiting: false))
        #expect(packets.entries.map(\.offload) == [.segments(of: 100), .none, .none])
        #expect(packets.entries.map(\.length) == [340, 140, 0])
    }

    @Test("A batch without room for the header is too small")
    func headroom() {
        let device = MemoryDevice(offloads: .all)
        #expect(throws: DeviceError.batchTooSmall(needed: 65_545)) {
            var packets = PacketBatch(capacity: 8, bytes: 3 * 65_536, headroom: 9)
            _ = try device.read(into: &packets, waiting: false)
        }
    }
}
