internal import Synchronization

/// One error, set once by any thread and awaited by one task. `nil` stands for an orderly end.
final class Failure: Sendable {
    private struct State {
        var outcome: NodeError??
        var waiter: CheckedContinuation<NodeError?, Never>?
    }

    private let state = Mutex(State())

    /// Sets the outcome; only the first counts.
    func set(_ error: NodeError?) {
        let waiter = state.withLock { state -> CheckedContinuation<NodeError?, Never>? in
            guard state.outcome == nil else { return nil }
            state.outcome = .some(error)
            defer { state.waiter = nil }
            return state.waiter
        }
        waiter?.resume(returning: error)
    }

    /// The outcome, once there is one.
    func value() async -> NodeError? {
        await withCheckedContinuation { continuation in
            let outcome: NodeError?? = state.withLock { state in
                if state.outcome == nil { state.waiter = continuation }
                return state.outcome
            }
            if let outcome { continuation.resume(returning: outcome) }
        }
    }
}
