/// Connections that have ended, for as long as late packets of them may come. Each of those that we ended is answered
/// with its last packet, ever more seldom (RFC 9000, section 10.2.1).
struct QUICEnded {
    struct Entry {
        var ids: Set<QUICID>
        /// Our last packet; empty when the peer ended it.
        var packet: [UInt8]
        var path: QUICPath
        var until: UInt64
        var late = 0
    }

    private var entries: [UInt32: Entry] = [:]
    /// Their numbers, oldest first.
    private var order: [UInt32] = []

    var count: Int { entries.count }

    /// When the oldest has had its time.
    var nextDeadline: UInt64? { order.first.flatMap { entries[$0]?.until } }

    mutating func add(_ number: UInt32, _ entry: Entry) {
        entries[number] = entry
        order.append(number)
    }

    /// The oldest entry, when it has had its time or there are too many.
    mutating func removeDue(at now: UInt64) -> Entry? {
        guard let first = order.first, let entry = entries[first] else { return nil }
        guard entry.until <= now || entries.count > QUICLimits.maximumEnded else { return nil }
        order.removeFirst()
        entries[first] = nil
        return entry
    }

    /// The answer to a late packet: to the first, the second, the fourth, the eighth...
    mutating func answer(for number: UInt32) -> (packet: [UInt8], path: QUICPath)? {
        guard var entry = entries[number] else { return nil }
        entry.late += 1
        entries[number] = entry
        guard !entry.packet.isEmpty, entry.late & (entry.late - 1) == 0 else { return nil }
        return (entry.packet, entry.path)
    }
}
