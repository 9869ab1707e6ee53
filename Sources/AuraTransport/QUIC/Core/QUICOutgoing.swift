package import AuraWire
internal import CNgtcp2

/// Packets on their way to the socket.
package struct QUICOutgoing: ~Copyable {
    static let capacity = 128
    static let room = Int(AURA_QUIC_PACKET_ROOM)

    /// The packets.
    package var batch = PacketBatch(capacity: capacity, bytes: capacity * room)
    /// Our end of each packet's path.
    package private(set) var sources: [QUICPath] = []

    package init() {
        sources.reserveCapacity(Self.capacity)
    }

    /// True when there is nothing to send.
    package var isEmpty: Bool { batch.count == 0 }

    /// True when one more packet fits.
    var hasRoom: Bool { batch.hasRoom(for: Self.room) }

    package mutating func removeAll() {
        batch.removeAll()
        sources.removeAll(keepingCapacity: true)
    }

    /// Appends what `write` puts into the memory it is given: it returns the packet's length, 0 or an error of the
    /// library, and says where the packet goes. The result is `write`'s; 0 when there is no room.
    ///
    /// Sound because `write` is given the memory of one packet, and the C side is told its size.
    mutating func append(
        _ write: (UnsafeMutablePointer<UInt8>, inout aura_quic_path) -> Int
    ) -> Int {
        var result = 0
        var path = aura_quic_path()
        batch.append(upTo: Self.room) { memory in
            result = memory.withUnsafeMutableBufferPointer { buffer in
                guard let base = buffer.baseAddress else { return 0 }
                return write(base, &path)
            }
            return max(result, 0)
        }
        guard result > 0 else { return result }
        let last = batch.count - 1
        guard let way = QUICPath(path) else {
            batch.drop(at: last)
            sources.append(QUICPath(local: PacketBatch.nowhere, remote: PacketBatch.nowhere))
            return result
        }
        batch.entries[last].remote = way.remote
        sources.append(way)
        return result
    }
}
