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

    func tell(datagramSize: Int, payload: Int, roundTrip: UInt64, isSuspect: Bool) {
        self.datagramSize.store(datagramSize, ordering: .relaxed)
        self.payload.store(payload, ordering: .relaxed)
        trip.store(roundTrip, ordering: .relaxed)
        suspect.store(isSuspect, ordering: .relaxed)
    }

    /// Copies what is left of the batch into the queue and empties it. True when the connection's thread must be told.
    package func enqueue(_ batch: inout PacketBatch) -> Bool {
        var tally = LinkStatistics()
        let limit = maxDatagramSize
        let mustTell = batch.withStorage { memory, entries in
            queue.withLock { queue in
                for entry in entries where entry.length > 0 {
                    if let reason = Self.refusal(of: entry, limit: limit, isClosed: queue.isClosed) {
                        tally.drop(reason)
                        continue
                    }
                    let bytes = UnsafeRawBufferPointer(
                        rebasing: memory[entry.offset..<(entry.offset + entry.length)])
                    if !Self.append(bytes, to: &queue.chunks) { tally.drop(.queueFull) }
                }
                let isNews = !queue.isAnnounced && !queue.chunks.isEmpty
                queue.isAnnounced = queue.isAnnounced || isNews
                return isNews
            }
        }
        batch.removeAll()
        if tally.dropped > 0 { counters.add(tally) }
        return mustTell
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

    private static func refusal(of entry: PacketBatch.Entry, limit: Int, isClosed: Bool) -> LinkDropReason? {
        if isClosed { return .linkClosed }
        if entry.length > limit { return .tooLarge }
        // Datagrams of one byte are the transport's own.
        return entry.length < 2 ? .malformed : nil
    }

    private static func append(_ bytes: UnsafeRawBufferPointer, to chunks: inout [QUICChunk]) -> Bool {
        if let last = chunks.last, last.append(bytes) { return true }
        guard chunks.count < QUICLimits.maximumChunks else { return false }
        let chunk = QUICChunk.pool.take()
        chunks.append(chunk)
        return chunk.append(bytes)
    }
}
