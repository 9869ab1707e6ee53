import AuraWire
import Testing

/// Blocks of memory are seen through the batches that own them.
@Suite("Memory of batches")
struct SlabTests {
    @Test(
        "A block of any size is zero from end to end to begin with, and can be written from end to end",
        arguments: [1, 4_096, 65_535, 65_536, 65_537, 1 << 22])
    func zero(size: Int) {
        var batch = PacketBatch(capacity: 1, bytes: size)
        batch.withStorage { memory, _ in
            #expect(memory.count == size && memory.allSatisfy { $0 == 0 })
            memory.initializeMemory(as: UInt8.self, repeating: 0xa5)
            #expect(memory.first == 0xa5 && memory.last == 0xa5)
        }
        #expect(batch.hasRoom(for: size) && !batch.hasRoom(for: size + 1))
    }

    @Test("A batch without memory takes nothing")
    func empty() {
        var batch = PacketBatch(capacity: 1, bytes: 0, headroom: 1)
        let hasRoom = batch.hasRoom(for: 1)
        let isAppended = batch.append(upTo: 1) { _ in 1 }
        #expect(!hasRoom && !isAppended && batch.count == 0)
    }

    @Test("Blocks that are made and given back again and again do not become more")
    func givenBack() {
        for size in [65_535, 1 << 24] {
            for round in 0..<2_000 {
                var batch = PacketBatch(capacity: 1, bytes: size)
                batch.withStorage { memory, _ in memory[round % size] = 1 }
            }
        }
    }
}
