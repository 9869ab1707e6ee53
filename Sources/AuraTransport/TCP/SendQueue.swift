internal import AuraWire
internal import NIOCore

/// Frames on their way to the event loop that owns the connection. Bounded in bytes: the newest is dropped.
struct SendQueue {
    /// Frames in one buffer.
    struct Chunk {
        var buffer: ByteBuffer
        var datagrams = 0
    }

    private var chunks = CircularBuffer<Chunk>()
    private var bytes = 0
    private var lastTaken = NIODeadline.now()
    /// The event loop knows that there is something, or is going to look anyway.
    private var isAwaited = false
    private(set) var isClosed = false

    /// Appends the datagrams of `batch` as frames, and says whether the event loop must be woken.
    mutating func append(_ batch: inout PacketBatch, from pool: BufferPool, counting tally: inout LinkStatistics) -> Bool {
        if bytes == 0 { lastTaken = .now() }
        let limit = allowance
        for index in 0..<batch.count {
            let length = batch.entries[index].length
            guard length > 0 else { continue }
            if let reason = refusal(of: length, limit: limit) {
                tally.drop(reason)
            } else {
                append(length, pool) { buffer in batch.withPacket(at: index) { _ = buffer.writeBytes($0.span.bytes) } }
            }
        }
        guard bytes > 0, !isAwaited else { return false }
        isAwaited = true
        return true
    }

    private func refusal(of length: Int, limit: Int) -> LinkDropReason? {
        if isClosed { return .linkClosed }
        if length > TCPLimits.maximumFrame { return .tooLarge }
        return bytes + length + TCPLimits.frameHeader > limit ? .queueFull : nil
    }

    /// What may wait now. A connection that takes nothing for a while is slow, and a long queue in front of it would
    /// only make what is inside late.
    private var allowance: Int {
        guard bytes > TCPLimits.slowQueueBytes else { return TCPLimits.queueBytes }
        let isSlow = NIODeadline.now() - lastTaken > .milliseconds(Int64(TCPLimits.slowAfterMilliseconds))
        return isSlow ? TCPLimits.slowQueueBytes : TCPLimits.queueBytes
    }

    private mutating func append(_ length: Int, _ pool: BufferPool, _ fill: (inout ByteBuffer) -> Void) {
        let size = length + TCPLimits.frameHeader
        let hasRoom = chunks.last.map { $0.buffer.readableBytes + size <= TCPLimits.chunkBytes } ?? false
        if !hasRoom { chunks.append(Chunk(buffer: pool.take())) }
        let last = chunks.index(before: chunks.endIndex)
        chunks[last].buffer.writeInteger(UInt32(length))
        fill(&chunks[last].buffer)
        chunks[last].datagrams += 1
        bytes += size
    }

    /// Takes the oldest chunk; `nil` when there is none, after which the next `append` asks for a wake.
    mutating func next() -> Chunk? {
        guard let chunk = chunks.popFirst() else {
            isAwaited = false
            return nil
        }
        bytes -= chunk.buffer.readableBytes
        lastTaken = .now()
        return chunk
    }

    /// Takes nothing more; returns the datagrams that were waiting.
    mutating func close() -> Int {
        isClosed = true
        defer { chunks.removeAll() }
        bytes = 0
        return chunks.reduce(0) { $0 + $1.datagrams }
    }
}
