internal import Synchronization

/// What comes of an attempt to connect, for the task that waits for it.
final class QUICPromise: Sendable {
    typealias Outcome = Result<QUICLink, LinkFailure>

    /// Why there is no link.
    struct LinkFailure: Error, CustomStringConvertible {
        var description: String
    }

    private enum State {
        case open
        case awaited(CheckedContinuation<Outcome, Never>)
        case kept(Outcome)
    }

    private let state = Mutex(State.open)

    /// To be awaited once.
    var value: Outcome {
        get async {
            await withCheckedContinuation { continuation in
                let early: Outcome? = state.withLock { state in
                    if case .kept(let outcome) = state { return outcome }
                    state = .awaited(continuation)
                    return nil
                }
                if let early { continuation.resume(returning: early) }
            }
        }
    }

    /// The first outcome counts.
    func keep(_ outcome: Outcome) {
        let waiting: CheckedContinuation<Outcome, Never>? = state.withLock { state in
            switch state {
            case .kept: return nil
            case .open:
                state = .kept(outcome)
                return nil
            case .awaited(let continuation):
                state = .kept(outcome)
                return continuation
            }
        }
        waiting?.resume(returning: outcome)
    }
}
