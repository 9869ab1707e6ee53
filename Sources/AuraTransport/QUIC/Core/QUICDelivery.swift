internal import AuraWire
internal import CNgtcp2

/// Where the datagrams of received packets are collected, for one connection at a time.
///
/// Sound because the memory belongs to the batch and is lent for the one call that writes to it, and because the C side
/// is told how much of it is left.
struct QUICDelivery: ~Copyable {
    private static let capacity = 1_024
    private static let bytes = 192 << 10
    /// The longest UDP payload.
    private static let longest = 65_536

    var batch = PacketBatch(capacity: capacity, bytes: bytes)
    private var used = 0
    private var lengths = [UInt32](repeating: 0, count: capacity)

    var isEmpty: Bool { batch.count == 0 }

    /// False when one more packet may not fit.
    var hasRoom: Bool { used + Self.longest <= Self.bytes && batch.count + 64 <= Self.capacity }

    mutating func removeAll() {
        batch.removeAll()
        used = 0
    }

    /// Runs `read`, which leaves datagrams in the inbox that it is given, and appends them. Returns also how many did not
    /// fit.
    mutating func collect(
        from remote: SocketAddress, _ read: (UnsafeMutablePointer<aura_quic_inbox>) -> Int32
    ) -> (result: Int32, lost: Int) {
        let first = batch.count
        let start = used
        var end = used
        let outcome = batch.withStorage { memory, entries in
            lengths.withUnsafeMutableBufferPointer { lengths in
                var inbox = aura_quic_inbox()
                inbox.memory = memory.baseAddress.map { $0.assumingMemoryBound(to: UInt8.self) + start }
                inbox.capacity = max(0, memory.count - start)
                inbox.lengths = lengths.baseAddress
                inbox.room = UInt32(clamping: lengths.count - first)
                let result = read(&inbox)
                for length in lengths.prefix(Int(inbox.count)) {
                    entries.append(PacketBatch.Entry(offset: end, length: Int(length), remote: remote))
                    end += Int(length)
                }
                return (result, Int(inbox.lost))
            }
        }
        used = end
        return outcome
    }
}
