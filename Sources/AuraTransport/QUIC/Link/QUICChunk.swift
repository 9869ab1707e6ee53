internal import AuraWire
internal import Synchronization

/// A piece of a send queue. Whoever holds it owns it: links fill it under their queue's lock, the connection's thread
/// takes it out and empties it.
///
/// Sound because it is handed over under a lock and never used by two threads at once.
final class QUICChunk: @unchecked Sendable {
    var batch = PacketBatch(capacity: QUICLimits.chunkDatagrams, bytes: QUICLimits.chunkBytes)

    /// Bytes of its datagrams, and how many of them have been claimed.
    private var bytes = 0
    private var claimed = 0

    /// True when not one more datagram fits.
    var isFull: Bool { !batch.hasRoom(for: 1) }

    /// The bytes that have come since the last call.
    func claimNew() -> Int {
        defer { claimed = bytes }
        return bytes - claimed
    }

    /// Forgets all datagrams.
    func removeAll() {
        batch.removeAll()
        bytes = 0
        claimed = 0
    }

    /// Copies one datagram; false when it does not fit.
    func append(_ bytes: UnsafeRawBufferPointer) -> Bool {
        guard batch.hasRoom(for: bytes.count) else { return false }
        self.bytes += bytes.count
        return batch.append(upTo: bytes.count) { output in
            output.withUnsafeMutableBytes { $0.copyMemory(from: bytes) }
            return bytes.count
        }
    }

    /// The chunks that nobody uses, for all links together, so that idle links hold no memory.
    static let pool = Pool()

    final class Pool: Sendable {
        private let idle = Mutex<[QUICChunk]>([])

        func take() -> QUICChunk {
            idle.withLock { $0.popLast() } ?? QUICChunk()
        }

        func give(_ chunk: QUICChunk) {
            chunk.removeAll()
            idle.withLock { idle in
                if idle.count < QUICLimits.idleChunks { idle.append(chunk) }
            }
        }
    }
}
