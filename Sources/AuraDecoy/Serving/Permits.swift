internal import Synchronization

/// How many of something there may be at once: for all strangers together, and for those from one source, so that none of
/// them takes what all need. Open files, requests to an upstream.
final class Permits: Sendable {
    private let limit: Int
    private let perSource: Int
    private let given = Mutex(Given())

    private struct Given {
        var total = 0
        /// Never more entries than permits.
        var bySource: [VisitorSource: Int] = [:]
    }

    init(limit: Int, perSource: Int = DecoyLimits.perSource) {
        self.limit = limit
        self.perSource = perSource
    }

    /// A permit for one more; nil if there are as many as may be.
    func take(for source: VisitorSource) -> Permit? {
        let isGiven = given.withLock { given in
            let own = given.bySource[source, default: 0]
            guard given.total < limit, own < perSource else { return false }
            given.total += 1
            given.bySource[source] = own + 1
            return true
        }
        return isGiven ? Permit(self, source) : nil
    }

    fileprivate func giveBack(_ source: VisitorSource) {
        given.withLock { given in
            given.total -= 1
            let left = given.bySource[source, default: 1] - 1
            given.bySource[source] = left > 0 ? left : nil
        }
    }
}

/// One of them; given back when it is let go.
final class Permit: Sendable {
    private let permits: Permits
    private let source: VisitorSource

    fileprivate init(_ permits: Permits, _ source: VisitorSource) {
        self.permits = permits
        self.source = source
    }

    deinit {
        permits.giveBack(source)
    }
}
