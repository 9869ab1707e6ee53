internal import Synchronization

/// The counters of a live link. Threads count in a value of their own and add it here once a batch.
final class LinkCounters: Sendable {
    private let total = Mutex(LinkStatistics())

    var snapshot: LinkStatistics { total.withLock { $0 } }

    func add(_ part: LinkStatistics) {
        total.withLock { $0.add(part) }
    }
}
