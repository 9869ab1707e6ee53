import AuraTunnel
import AuraWire
import Foundation
import Testing

@Suite("Memory device")
struct MemoryDeviceTests {
    @Test("Injected packets are read in order, as many as fit")
    func readsInOrder() throws {
        let device = MemoryDevice()
        for value in 1...5 { #expect(device.inject([UInt8(value)])) }
        var batch = PacketBatch(capacity: 3, bytes: 8192)
        #expect(try device.read(into: &batch, waiting: true))
        #expect(batch.contents() == [[1], [2], [3]])
        batch.removeAll()
        #expect(try device.read(into: &batch, waiting: true))
        #expect(batch.contents() == [[4], [5]])
    }

    @Test("A read that does not wait returns with nothing")
    func doesNotWait() throws {
        let device = MemoryDevice()
        var batch = PacketBatch(capacity: 3, bytes: 8192)
        #expect(try device.read(into: &batch, waiting: false))
        #expect(batch.count == 0)
    }

    @Test("A batch with memory for one packet gets one, and loses none")
    func keepsWhatDoesNotFit() throws {
        let device = MemoryDevice(mtu: 1280)
        for value in 1...2 { device.inject([UInt8](repeating: UInt8(value), count: 1280)) }
        var batch = PacketBatch(capacity: 8, bytes: 2000)
        #expect(try device.read(into: &batch, waiting: true))
        #expect(batch.contents().map(\.first) == [1])
        batch.removeAll()
        #expect(try device.read(into: &batch, waiting: true))
        #expect(batch.contents().map(\.first) == [2])
    }

    @Test("A batch too small for any packet is an error, not a spin")
    func refusesSmallBatch() {
        let device = MemoryDevice(mtu: 1400)
        #expect(throws: DeviceError.batchTooSmall(needed: 1416)) {
            var batch = PacketBatch(capacity: 8, bytes: 1000, headroom: 16)
            _ = try device.read(into: &batch, waiting: true)
        }
    }

    @Test("Closing wakes a waiting reader, twice is as good as once, and nothing works afterwards")
    func closeWakes() async throws {
        let device = MemoryDevice()
        let reader = Task.detached {
            var batch = PacketBatch(capacity: 3, bytes: 8192)
            return try device.read(into: &batch, waiting: true)
        }
        device.close()
        device.close()
        #expect(try await reader.value == false)
        #expect(!device.inject([1]))
        var batch = PacketBatch(capacity: 1, bytes: 100)
        batch.append([0x45])
        #expect(try device.write(&batch).refused == 1)
    }

    @Test("Writing skips dropped packets and counts what is too long or does not fit")
    func writeCounts() throws {
        let device = MemoryDevice(mtu: 1280, capacity: 2)
        var batch = PacketBatch(capacity: 8, bytes: 8192)
        for value in 1...4 { batch.append([UInt8](repeating: UInt8(value), count: 10)) }
        batch.append([UInt8](repeating: 9, count: 1281))
        batch.drop(at: 1)
        batch.narrow(at: 2, to: 4..<6)
        let result = try device.write(&batch)
        #expect(result.writtenPackets == 2 && result.writtenBytes == 12)
        #expect(result.refused == 1 && result.malformed == 1 && result.lost == 2)
        #expect(device.takeWritten() == [[UInt8](repeating: 1, count: 10), [3, 3]])
        #expect(device.takeWritten().isEmpty)
    }
}
