internal import AuraControl
internal import ServiceLifecycle
internal import Synchronization

/// The middle of a node's life: from when its threads run until it is asked to stop or something breaks.
enum NodeLife {
    /// Runs the control socket, and what `beside` does, until graceful shutdown or `failure`.
    ///
    /// The claim on the control socket ends up in `claim`, for the node to let go of when it has cleaned up.
    static func serve(
        _ control: ControlServer, keeping claim: SocketClaim, until failure: Failure,
        beside: @escaping @Sendable () async -> Void = {}
    ) async -> Result<Void, any Error> {
        await withTaskGroup(of: (any Error)?.self) { group in
            group.addTask { await outcome(of: control, claim, failure) }
            group.addTask {
                await beside()
                return nil
            }
            let error = await withGracefulShutdownHandler {
                await failure.value()
            } onGracefulShutdown: {
                failure.set(nil)
            }
            group.cancelAll()
            if let error { return .failure(error) }
            for await case let other? in group { return .failure(other) }
            return .success(())
        }
    }

    /// A control socket that breaks ends the node; one that is cancelled ends with it.
    private static func outcome(
        of control: ControlServer, _ claim: SocketClaim, _ failure: Failure
    ) async -> (any Error)? {
        do {
            claim.hold(try await control.serve())
            return nil
        } catch is CancellationError {
            return nil
        } catch {
            failure.set(nil)
            return error
        }
    }
}

/// Holds the claim on a control socket until it is let go of.
final class SocketClaim: Sendable {
    private let socket = Mutex<ControlSocket?>(nil)

    func hold(_ claimed: consuming ControlSocket) {
        var slot: ControlSocket? = consume claimed
        socket.withLock { $0 = slot.take() }
    }

    func release() {
        socket.withLock { $0 = nil }
    }
}
