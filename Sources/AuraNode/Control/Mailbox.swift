internal import Dispatch
internal import Synchronization

/// Where threads leave events for the one thread that owns a state machine. What the network can fill is bounded.
final class Mailbox<Event: Sendable>: Sendable {
    /// Events that wait at most when the network adds to them; further ones are dropped, as a router drops packets.
    static var capacity: Int { 4_096 }

    private struct State {
        var events: [Event] = []
        /// True from a signal until it is heeded, so that signals do not pile up.
        var isSignalled = false
    }

    private let state = Mutex(State())
    private let signal = DispatchSemaphore(value: 0)

    /// Leaves an event that the network caused; false when there is no room for it.
    ///
    /// What strangers can cause finds half the room only, so that they do not crowd out the words of those we know.
    func offer(_ event: Event, fromStranger: Bool = false) -> Bool {
        leave { events in
            guard events.count < (fromStranger ? Self.capacity / 2 : Self.capacity) else { return false }
            events.append(event)
            return true
        }
    }

    /// Leaves an event of our own, which is never dropped.
    func post(_ event: Event) {
        _ = leave { events in
            events.append(event)
            return true
        }
    }

    /// Ends the wait without an event: time to look at the clocks.
    func wake() {
        _ = leave { _ in true }
    }

    /// Takes all events; waits for the first until `deadline`, or for ever when there is none.
    func take(until deadline: ContinuousClock.Instant?) -> [Event] {
        if let deadline {
            _ = signal.wait(timeout: .now() + max(0, (deadline - .now) / .seconds(1)))
        } else {
            signal.wait()
        }
        return state.withLock { state in
            defer { state = State() }
            return state.events
        }
    }

    private func leave(_ add: (inout [Event]) -> Bool) -> Bool {
        let (isAdded, mustSignal) = state.withLock { state in
            guard add(&state.events) else { return (false, false) }
            defer { state.isSignalled = true }
            return (true, !state.isSignalled)
        }
        if mustSignal { signal.signal() }
        return isAdded
    }
}
