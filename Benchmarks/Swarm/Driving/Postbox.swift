import AuraSession
import AuraTransport
import Dispatch
import Synchronization

/// What the thread that owns clients has to deal with.
enum SwarmEvent: Sendable {
    /// A datagram that is not data.
    case datagram([UInt8], from: SwarmClient)
    /// A control message that the client's session opened.
    case control(OpenedControl, from: SwarmClient)
    /// What came of opening a link.
    case opened(Result<any Link, any Error>, SwarmClient)
    /// A link has closed.
    case closed(String, SwarmClient)
    /// Begin to connect.
    case connect(SwarmClient)
    /// Say goodbye.
    case disconnect(SwarmClient)
    /// End the thread.
    case quit
}

/// Where other threads leave events for the one that owns the clients' machines.
final class Postbox: Sendable {
    private struct State {
        var events: [SwarmEvent] = []
        var isSignalled = false
    }

    private let state = Mutex(State())
    private let signal = DispatchSemaphore(value: 0)

    /// Leaves an event.
    func post(_ event: SwarmEvent) {
        let mustSignal = state.withLock { state in
            state.events.append(event)
            defer { state.isSignalled = true }
            return !state.isSignalled
        }
        if mustSignal { signal.signal() }
    }

    /// Takes all events; waits for the first until `deadline`.
    func take(until deadline: ContinuousClock.Instant) -> [SwarmEvent] {
        _ = signal.wait(timeout: .now() + max(0, (deadline - .now) / .seconds(1)))
        return state.withLock { state in
            defer { state = State() }
            return state.events
        }
    }
}
