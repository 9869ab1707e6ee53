internal import AuraWire
internal import Synchronization

/// Counts those who come to a listener, and bounds those who have not proved the outer key.
///
/// Who is still connecting, who has been greeted by TLS and who is served the website wait in rooms of their own, so
/// that a crowd of one kind does not push out another: a client is never in the same room as silent strangers for
/// longer than its TLS handshake takes.
final class Admissions: Sendable {
    /// What a connection has come to.
    enum Stage: CaseIterable, Sendable {
        case connecting, greeted, visiting
    }

    /// A connection as the listener knows it; numbers rise in the order of arrival.
    struct Visit: Sendable {
        let number: UInt64
        let source: WaitingRoom.Source
    }

    private struct State {
        var statistics = ListenerStatistics()
        var rooms: [Stage: WaitingRoom] = [:]
        var evictions: [UInt64: @Sendable () -> Void] = [:]
        var last: UInt64 = 0
        /// Links by where they come from.
        var links: [WaitingRoom.Source: Int] = [:]
        var isClosed = false
    }

    private let state: Mutex<State>
    private let links: TCPServerConfiguration.Limits.Room

    init(_ limits: TCPServerConfiguration.Limits) {
        var state = State()
        for stage in Stage.allCases { state.rooms[stage] = limits.room(for: stage) }
        self.state = Mutex(state)
        links = limits.links
    }

    var statistics: ListenerStatistics { state.withLock { $0.statistics } }

    /// A connection has come; `evict` closes it, from any thread.
    func arrive(from address: SocketAddress, evict: @escaping @Sendable () -> Void) -> Visit {
        let visit = state.withLock { state in
            state.last += 1
            state.evictions[state.last] = evict
            return Visit(number: state.last, source: WaitingRoom.Source(address))
        }
        enter(visit, .connecting)
        // One that was accepted while the listener closed.
        if state.withLock({ $0.isClosed }) { evict() }
        return visit
    }

    /// A connection goes from one stage to the next.
    func advance(_ visit: Visit, from stage: Stage, to next: Stage) {
        leave(visit, stage)
        enter(visit, next)
        if next == .visiting { state.withLock { $0.statistics.strangers += 1 } }
    }

    /// A connection has proved the outer key, and is a link now; false when there is no room for one more.
    func prove(_ visit: Visit, from stage: Stage) -> Bool {
        let isLetIn = state.withLock { state in
            let own = state.links[visit.source, default: 0]
            guard !state.isClosed, state.statistics.open < links.total, own < links.perSource else { return false }
            state.links[visit.source] = own + 1
            state.evictions[visit.number] = nil
            state.statistics.accepted += 1
            state.statistics.open += 1
            return true
        }
        if isLetIn { leave(visit, stage) }
        return isLetIn
    }

    /// A link has ended.
    func endLink(of visit: Visit) {
        state.withLock { state in
            state.statistics.open -= 1
            let left = state.links[visit.source, default: 1] - 1
            state.links[visit.source] = left > 0 ? left : nil
        }
    }

    /// A connection that was not a link has ended.
    func depart(_ visit: Visit, from stage: Stage) {
        leave(visit, stage)
        state.withLock { $0.evictions[visit.number] = nil }
    }

    /// A connection has used up its time.
    func expire() {
        state.withLock { $0.statistics.expired += 1 }
    }

    /// Closes all who are not links.
    func evictAll() {
        let evictions = state.withLock { state in
            state.isClosed = true
            return Array(state.evictions.values)
        }
        for evict in evictions { evict() }
    }

    private func enter(_ visit: Visit, _ stage: Stage) {
        let evict: (@Sendable () -> Void)? = state.withLock { state in
            guard let oldest = state.rooms[stage]?.enter(visit.number, from: visit.source) else { return nil }
            return state.evictions[oldest]
        }
        evict?()
    }

    private func leave(_ visit: Visit, _ stage: Stage) {
        state.withLock { state in
            _ = state.rooms[stage]?.leave(visit.number, from: visit.source)
        }
    }
}
