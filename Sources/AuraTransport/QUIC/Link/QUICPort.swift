package import AuraWire
internal import Synchronization

/// What a connection and the link that stands for it share: the queue towards the connection, and what it tells of
/// itself. Any thread may use it.
package final class QUICPort: Sendable {
    private struct Queue {
        var chunks: [QUICChunk] = []
        /// True from the first datagram until the connection looks.
        var isAnnounced = false
        var isClosed = false
    }

    private let queue = Mutex(Queue())
    /// Held by the thread whose turn it is to fill the queue: with several at once, datagrams would change places.
    private let turn = Mutex(())
    /// Bytes that are queued, those that the connection has taken out and not yet sent among them; about right while
    /// several threads change it.
    private let waiting = Atomic<Int>(0)
    private let queueLimit = Atomic<Int>(QUICLimits.maximumQueuedBytes)
    let counters = LinkCounters()
    private let datagramSize = Atomic<Int>(0)
    private let payload = Atomic<Int>(QUICLimits.leastPathPayload)
    private let trip = Atomic<UInt64>(0)
    private let suspect = Atomic<Bool>(false)

    package init() {}

    /// The largest datagram that fits a packet now.
    package var maxDatagramSize: Int { datagramSize.load(ordering: .relaxed) }
    /// The largest UDP payload that the path is known to carry.
    package var pathPayload: Int { payload.load(ordering: .relaxed) }
    /// Smoothed, in nanoseconds; 0 before it is known.
    package var roundTrip: UInt64 { trip.load(ordering: .relaxed) }
    /// True while what was sent stays unanswered.
    package var isSuspect: Bool { suspect.load(ordering: .relaxed) }
    package var statistics: LinkStatistics { counters.snapshot }

    /// - Parameter pace: bytes that can be sent in a second, as far as is known.
    func tell(datagramSize: Int, payload: Int, roundTrip: UInt64, pace: UInt64, isSuspect: Bool) {
        self.datagramSize.store(datagramSize, ordering: .relaxed)
        self.payload.store(payload, ordering: .relaxed)
        trip.store(roundTrip, ordering: .relaxed)
        suspect.store(isSuspect, ordering: .relaxed)
        queueLimit.store(QUICLimits.queuedBytes(atPace: pace), ordering: .relaxed)
    }

    /// Copies what is left of the batch into the queue and empties it. True when the connection's thread must be told.
    ///
    /// The queue is not locked while anything is copied: the chunk that is being filled is taken out of it.
    package func enqueue(_ batch: inout PacketBatch) -> Bool {
        var tally = LinkStatistics()
        let isNews = turn.withLock { _ in fill(from: &batch, counting: &tally) }
        batch.removeAll()
        if tally.dropped > 0 { counters.add(tally) }
        return isNews
    }

    private func fill(from batch: inout PacketBatch, counting tally: inout LinkStatistics) -> Bool {
        var filling = borrow()
        filling.room = queueLimit.load(ordering: .relaxed) - waiting.load(ordering: .relaxed)
        let limit = maxDatagramSize
        var isNews = false
        batch.withStorage { memory, entries in
            for entry in entries where entry.length > 0 {
                if let reason = filling.refusal(of: entry.length, longest: limit) {
                    tally.drop(reason)
                    continue
                }
                let bytes = UnsafeRawBufferPointer(rebasing: memory[entry.offset..<(entry.offset + entry.length)])
                if let full = filling.append(bytes), put(full, counting: &tally) { isNews = true }
            }
        }
        if let last = filling.chunk, put(last, counting: &tally) { isNews = true }
        return isNews
    }

    /// The newest chunk, if it may have room, and how many more there may be.
    private func borrow() -> QUICFilling {
        queue.withLock { queue in
            guard !queue.isClosed else { return QUICFilling(chunk: nil, more: 0, isClosed: true) }
            let more = QUICLimits.maximumChunks - queue.chunks.count
            guard let last = queue.chunks.last, !last.isFull else { return QUICFilling(chunk: nil, more: more) }
            queue.chunks.removeLast()
            return QUICFilling(chunk: last, more: more)
        }
    }

    /// Puts a chunk into the queue; true when that is news to the connection.
    private func put(_ chunk: QUICChunk, counting tally: inout LinkStatistics) -> Bool {
        let bytes = chunk.claimNew()
        let outcome: Bool? = queue.withLock { queue in
            guard !queue.isClosed else { return nil }
            queue.chunks.append(chunk)
            defer { queue.isAnnounced = true }
            return !queue.isAnnounced
        }
        if let outcome {
            waiting.wrappingAdd(bytes, ordering: .relaxed)
            return outcome
        }
        tally.drop(.linkClosed, chunk.batch.count)
        QUICChunk.pool.give(chunk)
        return false
    }

    /// Takes note of queued bytes that the connection has done with.
    func noteDone(_ bytes: Int) {
        waiting.wrappingSubtract(bytes, ordering: .relaxed)
    }

    /// Takes the oldest chunk out; `nil` when the queue is empty, and then the next datagram is news again.
    func take() -> QUICChunk? {
        queue.withLock { queue in
            guard !queue.chunks.isEmpty else {
                queue.isAnnounced = false
                return nil
            }
            return queue.chunks.removeFirst()
        }
    }

    /// Drops what is queued, and all that comes from now on.
    func close() {
        let left = queue.withLock { queue in
            queue.isClosed = true
            defer { queue.chunks = [] }
            return queue.chunks
        }
        var tally = LinkStatistics()
        for chunk in left {
            tally.drop(.linkClosed, chunk.batch.count)
            QUICChunk.pool.give(chunk)
        }
        if tally.dropped > 0 { counters.add(tally) }
    }
}
