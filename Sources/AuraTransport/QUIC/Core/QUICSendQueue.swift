internal import AuraWire

/// The connection's end of its queue: what was taken out of the port and is not sent yet.
struct QUICSendQueue {
    private let port: QUICPort
    private var chunk: QUICChunk?
    private var cursor = 0
    /// Bytes that are done with, and of which the port has not been told.
    private var done = 0

    init(port: QUICPort) {
        self.port = port
    }

    /// The length of the next datagram; `nil` when there is none.
    mutating func nextLength() -> Int? {
        while true {
            if let chunk {
                if cursor < chunk.batch.count { return chunk.batch.entries[cursor].length }
                QUICChunk.pool.give(chunk)
                self.chunk = nil
            }
            cursor = 0
            guard let next = port.take() else { return nil }
            chunk = next
        }
    }

    /// Lends the next datagram, which `nextLength` has found.
    func withNext<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R? {
        guard let chunk, cursor < chunk.batch.count else { return nil }
        let entry = chunk.batch.entries[cursor]
        return chunk.batch.withStorage { memory, _ in
            body(UnsafeRawBufferPointer(rebasing: memory[entry.offset..<(entry.offset + entry.length)]))
        }
    }

    mutating func removeNext() {
        if let chunk, cursor < chunk.batch.count { done += chunk.batch.entries[cursor].length }
        cursor += 1
    }

    /// Tells the port what has been done with, so that there is room for more.
    mutating func settle() {
        if done > 0 { port.noteDone(done) }
        done = 0
    }

    /// Gives back what is held.
    mutating func close() -> Int {
        let left = chunk.map { $0.batch.count - cursor } ?? 0
        if let chunk { QUICChunk.pool.give(chunk) }
        chunk = nil
        port.close()
        return left
    }
}
