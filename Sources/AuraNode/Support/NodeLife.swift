internal import AuraControl
internal import ServiceLifecycle

/// The middle of a node's life: from when its threads run until it is asked to stop or something breaks.
enum NodeLife {
    /// Runs the control socket, and what `beside` does, until graceful shutdown or `failure`.
    static func serve(
        _ control: ControlServer, until failure: Failure, beside: @escaping @Sendable () async -> Void = {}
    ) async -> Result<Void, any Error> {
        await withTaskGroup(of: (any Error)?.self) { group in
            group.addTask { await outcome(of: control, failure) }
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
    private static func outcome(of control: ControlServer, _ failure: Failure) async -> (any Error)? {
        do {
            try await control.run()
            return nil
        } catch is CancellationError {
            return nil
        } catch {
            failure.set(nil)
            return error
        }
    }
}
