internal import AuraWire

/// A sender's turn at a connection's queue: the chunk that it fills, out of everybody else's reach.
struct QUICFilling {
    private(set) var chunk: QUICChunk?
    /// Chunks that may be added.
    private var more: Int
    /// Bytes that may be added.
    var room = 0
    private let isClosed: Bool

    init(chunk: QUICChunk?, more: Int, isClosed: Bool = false) {
        self.chunk = chunk
        self.more = more
        self.isClosed = isClosed
    }

    /// Why a datagram of `length` bytes cannot be appended; `longest` is the most that a packet takes.
    func refusal(of length: Int, longest: Int) -> LinkDropReason? {
        if isClosed { return .linkClosed }
        if length > longest { return .tooLarge }
        // Datagrams of one byte are the transport's own.
        if length < 2 { return .malformed }
        let hasPlace = more > 0 || chunk?.batch.hasRoom(for: length) == true
        return hasPlace && length <= room ? nil : .queueFull
    }

    /// Copies a datagram that is not refused; returns the chunk that is full, if another one had to be begun.
    mutating func append(_ bytes: UnsafeRawBufferPointer) -> QUICChunk? {
        room -= bytes.count
        if let chunk, chunk.append(bytes) { return nil }
        let full = chunk
        let next = QUICChunk.pool.take()
        _ = next.append(bytes)
        chunk = next
        more -= 1
        return full
    }
}
