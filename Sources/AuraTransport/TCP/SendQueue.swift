internal import AuraWire
internal import NIOCore

/// Frames on their way to the event loop that owns the connection. Bounded in bytes: the newest is dropped.
///
/// Nobody copies frames while the queue is locked, so the event loop need not wait: a sender borrows the chunk that is not
/// full yet, and fills it by itself (``FrameWriter``). One sender at a time, or their datagrams would change places.
struct SendQueue {
    /// Frames in one buffer.
    struct Chunk {
        var buffer: ByteBuffer
        var datagrams = 0

        /// True when a frame with `length` bytes of content fits.
        func hasRoom(for length: Int) -> Bool {
            buffer.readableBytes + length + TCPLimits.frameHeader <= TCPLimits.chunkBytes
        }
    }

    /// Chunks in order; all but the last are half full at least, since a frame is at most half of one.
    private var chunks = CircularBuffer<Chunk>()
    /// Bytes that wait, those that a sender is about to put in among them.
    private var bytes = 0
    private var lastTaken = NIODeadline.now()
    /// The event loop knows that there is something, or is going to look anyway.
    private var isAwaited = false
    private(set) var isClosed = false

    /// Lends a sender the newest chunk, if it has room, and the right to put in up to `wanted` bytes.
    mutating func lend(wanted: Int) -> FrameWriter {
        if isClosed { return FrameWriter(nil, room: 0, isClosed: true) }
        if bytes == 0 { lastTaken = .now() }
        let room = min(wanted, max(0, allowance - bytes))
        guard room > 0 else { return FrameWriter(nil, room: 0) }
        bytes += room
        let hasRoom = chunks.last.map { $0.hasRoom(for: 0) } ?? false
        return FrameWriter(hasRoom ? chunks.popLast() : nil, room: room)
    }

    /// Puts in a chunk of a sender's, and says whether the event loop must be woken. Nothing is put into a closed queue.
    mutating func put(_ chunk: Chunk) -> Bool {
        guard !isClosed else { return false }
        chunks.append(chunk)
        defer { isAwaited = true }
        return !isAwaited
    }

    /// Takes back what a sender had the right to put in, and has not.
    mutating func takeBack(unused: Int) {
        bytes = max(0, bytes - unused)
    }

    /// What may wait now. A connection that takes nothing for a while is slow, and a long queue in front of it would
    /// only make what is inside late.
    private var allowance: Int {
        guard bytes > TCPLimits.slowQueueBytes else { return TCPLimits.queueBytes }
        let isSlow = NIODeadline.now() - lastTaken > .milliseconds(Int64(TCPLimits.slowAfterMilliseconds))
        return isSlow ? TCPLimits.slowQueueBytes : TCPLimits.queueBytes
    }

    /// Takes the oldest chunk; `nil` when there is none, after which the next `put` asks for a wake.
    mutating func next() -> Chunk? {
        guard let chunk = chunks.popFirst() else {
            isAwaited = false
            return nil
        }
        takeBack(unused: chunk.buffer.readableBytes)
        lastTaken = .now()
        return chunk
    }

    /// Takes nothing more; returns the datagrams that were waiting.
    mutating func close() -> Int {
        isClosed = true
        defer { chunks.removeAll() }
        return chunks.reduce(0) { $0 + $1.datagrams }
    }
}
