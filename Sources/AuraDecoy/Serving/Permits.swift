internal import Synchronization

/// How many of something there may be at once for all strangers together: open files, requests to an upstream.
final class Permits: Sendable {
    private let limit: Int
    private let given = Atomic(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// A permit for one more; nil if there are as many as may be.
    func take() -> Permit? {
        guard given.wrappingAdd(1, ordering: .relaxed).oldValue < limit else {
            giveBack()
            return nil
        }
        return Permit(self)
    }

    fileprivate func giveBack() {
        given.wrappingSubtract(1, ordering: .relaxed)
    }
}

/// One of them; given back when it is let go.
final class Permit: Sendable {
    private let permits: Permits

    fileprivate init(_ permits: Permits) {
        self.permits = permits
    }

    deinit {
        permits.giveBack()
    }
}
