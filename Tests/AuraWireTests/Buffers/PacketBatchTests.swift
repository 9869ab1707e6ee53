import AuraWire
import Testing

@Suite("Packet batches")
struct PacketBatchTests {
    private struct Refusal: Error {}

    @discardableResult
    private func append(_ packet: [UInt8], to batch: inout PacketBatch) -> Bool {
        batch.append(upTo: packet.count) { output in
            for index in packet.indices { output[index] = packet[index] }
            return packet.count
        }
    }

    private func bytes(_ batch: inout PacketBatch, at index: Int, prefix: Int = 0) -> [UInt8] {
        batch.withPacket(at: index, prefix: prefix) { packet in packet.span.indices.map { packet.span[$0] } }
    }

    @Test("Packets lie one after the other and come out as they went in")
    func adjacent() {
        var batch = PacketBatch(capacity: 4, bytes: 100)
        for packet in [[1, 2], [3], [4, 5, 6]] as [[UInt8]] { append(packet, to: &batch) }
        #expect(batch.count == 3 && batch.entries.map(\.offset) == [0, 2, 3])
        let packets = (0..<3).map { bytes(&batch, at: $0) }
        #expect(packets == [[1, 2], [3], [4, 5, 6]])
    }

    @Test("Headroom lies in front of each packet and overwrites no other")
    func headroom() {
        var batch = PacketBatch(capacity: 4, bytes: 100, headroom: 3)
        append([1, 2], to: &batch)
        append([3, 4], to: &batch)
        batch.withPacket(at: 1, prefix: 3) { packet in
            for index in 0..<3 { packet[index] = 9 }
        }
        let (first, second) = (bytes(&batch, at: 0), bytes(&batch, at: 1, prefix: 3))
        #expect(first == [1, 2] && second == [9, 9, 9, 3, 4])
    }

    @Test("A batch takes as many packets and bytes as it is made for")
    func limits() {
        var batch = PacketBatch(capacity: 2, bytes: 10, headroom: 1)
        #expect(
            batch.hasRoom(for: 9) && !batch.hasRoom(for: 10) && !batch.hasRoom(for: -1) && !batch.hasRoom(for: .max))
        let first = append([1, 2, 3], to: &batch)
        let tooLong = append([UInt8](repeating: 0, count: 6), to: &batch)
        let second = append([UInt8](repeating: 0, count: 5), to: &batch)
        let third = append([], to: &batch)
        #expect(first && !tooLong && second && !third && batch.count == 2)
        batch.removeAll()
        #expect(batch.count == 0 && batch.hasRoom(for: 9))
    }

    @Test("A packet may turn out shorter, empty, or fail")
    func fill() throws {
        var batch = PacketBatch(capacity: 4, bytes: 100)
        batch.append(upTo: 50) { output in
            output[0] = 1
            return 1
        }
        batch.append(upTo: 50) { _ in 0 }
        #expect(throws: Refusal.self) {
            try batch.append(upTo: 50) { (_: inout MutableSpan<UInt8>) throws(Refusal) -> Int in throw Refusal() }
        }
        append([2], to: &batch)
        #expect(batch.entries.map(\.offset) == [0, 1] && batch.entries.map(\.length) == [1, 1])
    }

    @Test("Packets are narrowed and dropped in place")
    func narrow() {
        var batch = PacketBatch(capacity: 4, bytes: 100)
        append([1, 2, 3, 4], to: &batch)
        batch.narrow(at: 0, to: 1..<3)
        let narrowed = bytes(&batch, at: 0)
        batch.drop(at: 0)
        #expect(narrowed == [2, 3] && batch.entries[0].length == 0 && batch.count == 1)
    }

    @Test("The storage is lent whole")
    func storage() {
        var batch = PacketBatch(capacity: 2, bytes: 64)
        let remote = SocketAddress(.v4(IPv4Address(bits: 7)), port: 9)
        batch.withStorage { memory, entries in
            memory[10] = 42
            entries.append(.init(offset: 10, length: 1, remote: remote))
        }
        let packet = bytes(&batch, at: 0)
        #expect(packet == [42] && batch.entries[0].remote == remote)
    }
}
