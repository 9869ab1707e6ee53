internal import UnixSignals

/// Thrown when a signal ended the work.
public struct Interrupted: Error, CustomStringConvertible {
    /// The signal's number.
    public let signal: Int32
    /// What shells report for it: 128 + the signal.
    public var exitCode: Int32 { 128 + signal }
    /// For people.
    public var description: String { "interrupted by signal \(signal)" }
}

/// Runs `body`, cancelling it on Ctrl-C (SIGINT) or SIGTERM, so that what it holds is cleaned up.
/// - Throws: ``Interrupted`` after `body` has ended.
public func withInterruption<Value: Sendable>(
    _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    let signals = await UnixSignalsSequence(trapping: .sigint, .sigterm)
    return try await withThrowingTaskGroup(of: Value?.self) { group in
        group.addTask { try await body() }
        group.addTask {
            for await signal in signals { throw Interrupted(signal: signal.rawValue) }
            return nil
        }
        defer { group.cancelAll() }
        while let value = try await group.next() {
            if let value { return value }
        }
        throw CancellationError()
    }
}
