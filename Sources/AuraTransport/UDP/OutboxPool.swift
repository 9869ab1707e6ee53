internal import Synchronization

/// The outboxes that nobody uses, so that sending a batch allocates nothing.
final class OutboxPool: Sendable {
    /// As many as there are threads that commonly send over one link at once.
    private static let kept = 4

    private let idle = Mutex<[Outbox]>([])

    func take() -> Outbox {
        idle.withLock { $0.popLast() } ?? Outbox()
    }

    func give(_ outbox: Outbox) {
        idle.withLock { idle in
            if idle.count < Self.kept { idle.append(outbox) }
        }
    }
}
