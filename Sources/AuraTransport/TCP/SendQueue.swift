internal import AuraWire
internal import NIOCore

/// Frames on their way to the event loop that owns the connection. Bounded in bytes: the newest is dropped.
struct SendQueue {
    /// Frames in one buffer.
    struct Chunk {
        var buffer: ByteBuffer
        var datagrams = 0
    }

    /// Full chunks, the oldest first.
    private var full = CircularBuffer<Chunk>()
    /// The one that is being filled. Apart from the others, so that it is changed where it is and not copied.
    private var last = Chunk(buffer: ByteBuffer())
    private var bytes = 0
    private var lastTaken = NIODeadline.now()
    /// The event loop knows that there is something, or is going to look anyway.
    private var isAwaited = false
    private(set) var isClosed = false

    /// Appends the datagrams of `batch` as frames, and says whether the event loop must be woken.
    mutating func append(
        _ batch: inout PacketBatch, from pool: BufferPool, counting tally: inout LinkStatistics
    ) -> Bool {
        if bytes == 0 { lastTaken = .now() }
        let limit = allowance
        for index in 0..<batch.count {
            let length = batch.entries[index].length
            guard length > 0 else { continue }
            if let reason = refusal(of: length, limit: limit) {
                tally.drop(reason)
            } else {
                makeRoom(for: length + TCPLimits.frameHeader, pool)
                last.buffer.writeInteger(UInt32(length))
                batch.withPacket(at: index) { _ = last.buffer.writeBytes($0.span.bytes) }
                last.datagrams += 1
                bytes += length + TCPLimits.frameHeader
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

    private mutating func makeRoom(for size: Int, _ pool: BufferPool) {
        guard last.datagrams == 0 || last.buffer.readableBytes + size > TCPLimits.chunkBytes else { return }
        if last.datagrams > 0 { full.append(last) }
        last = Chunk(buffer: pool.take())
    }

    /// Takes the oldest chunk; `nil` when there is none, after which the next `append` asks for a wake.
    mutating func next() -> Chunk? {
        guard bytes > 0 else {
            isAwaited = false
            return nil
        }
        var chunk = Chunk(buffer: ByteBuffer())
        if let oldest = full.popFirst() { chunk = oldest } else { swap(&chunk, &last) }
        bytes -= chunk.buffer.readableBytes
        lastTaken = .now()
        return chunk
    }

    /// Takes nothing more; returns the datagrams that were waiting.
    mutating func close() -> Int {
        isClosed = true
        bytes = 0
        defer {
            full.removeAll()
            last = Chunk(buffer: ByteBuffer())
        }
        return full.reduce(last.datagrams) { $0 + $1.datagrams }
    }
}
