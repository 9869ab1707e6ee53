internal import AuraWire
internal import NIOCore

/// A sender's turn at a ``SendQueue``: makes frames of the datagrams of a batch, in a chunk that nobody else sees yet.
struct FrameWriter {
    private var chunk: SendQueue.Chunk?
    /// Bytes that may still be put in.
    private(set) var room: Int
    private let isClosed: Bool

    init(_ chunk: SendQueue.Chunk?, room: Int, isClosed: Bool = false) {
        self.chunk = chunk
        self.room = room
        self.isClosed = isClosed
    }

    /// The bytes of `entries` as frames.
    static func bytes(of entries: [PacketBatch.Entry]) -> Int {
        entries.reduce(0) { $1.length > 0 ? $0 + $1.length + TCPLimits.frameHeader : $0 }
    }

    /// Appends all datagrams of `batch`, and gives each chunk that is full to `put`. What is refused is counted.
    mutating func append(
        _ batch: inout PacketBatch, from pool: BufferPool, counting tally: inout LinkStatistics,
        put: (SendQueue.Chunk) -> Void
    ) {
        for index in 0..<batch.count where batch.entries[index].length > 0 {
            let length = batch.entries[index].length
            if let reason = refusal(of: length) {
                tally.drop(reason)
                continue
            }
            if let chunk, !chunk.hasRoom(for: length) { put(take(chunk)) }
            write(&batch, index, pool)
        }
        if let chunk { put(take(chunk)) }
    }

    private func refusal(of length: Int) -> LinkDropReason? {
        if isClosed { return .linkClosed }
        if length > TCPLimits.maximumFrame { return .tooLarge }
        return length + TCPLimits.frameHeader > room ? .queueFull : nil
    }

    private mutating func take(_ chunk: SendQueue.Chunk) -> SendQueue.Chunk {
        self.chunk = nil
        return chunk
    }

    private mutating func write(_ batch: inout PacketBatch, _ index: Int, _ pool: BufferPool) {
        // Taken out, so that it is the only reference, and changed where it is.
        var chunk = self.chunk.take() ?? SendQueue.Chunk(buffer: pool.take())
        let length = batch.entries[index].length
        chunk.buffer.writeInteger(UInt32(length))
        batch.withPacket(at: index) { _ = chunk.buffer.writeBytes($0.span.bytes) }
        chunk.datagrams += 1
        room -= length + TCPLimits.frameHeader
        self.chunk = chunk
    }
}
