/// Runs `body`, cancelling it and throwing `error` when it takes longer than `limit`.
public func withTimeout<Value: Sendable>(
    _ limit: Duration, orThrow error: any Error, _ body: @escaping @Sendable () async throws -> Value
) async throws -> Value {
    try await withThrowingTaskGroup(of: Value.self) { group in
        group.addTask { try await body() }
        group.addTask {
            try await Task.sleep(for: limit)
            throw error
        }
        defer { group.cancelAll() }
        guard let value = try await group.next() else { throw error }
        return value
    }
}

/// Asks until the answer is there.
/// - Parameters:
///   - what: What is awaited, for the error.
///   - limit: How long to ask; ``LabError/neverHappened(_:within:detail:)`` is thrown after that.
///   - interval: How long to wait between two questions.
///   - detail: Evidence for the error, gathered only when it is needed.
///   - probe: The question; `nil` means not yet. An error it throws counts as not yet, except that a process is gone.
/// - Returns: The answer and how long it took to come.
@discardableResult
public func eventually<Value: Sendable>(
    _ what: String, within limit: Duration = .seconds(10), every interval: Duration = .milliseconds(30),
    detail: () async -> String = { "" }, _ probe: () async throws -> Value?
) async throws -> (value: Value, elapsed: Duration) {
    let clock = ContinuousClock()
    let start = clock.now
    var lastError = ""
    repeat {
        do {
            if let value = try await probe() { return (value, clock.now - start) }
        } catch is CancellationError {
            throw CancellationError()
        } catch let LabError.notStarted(name, reason) {
            throw LabError.notStarted(name, reason: reason)
        } catch {
            lastError = "\(error)\n"
        }
        try await Task.sleep(for: interval)
    } while clock.now - start < limit
    throw LabError.neverHappened(what, within: limit, detail: lastError + (await detail()))
}

/// Asks until it is true; see the other `eventually`.
@discardableResult
public func eventually(
    _ what: String, within limit: Duration = .seconds(10), every interval: Duration = .milliseconds(30),
    detail: () async -> String = { "" }, _ probe: () async throws -> Bool
) async throws -> Duration {
    try await eventually(what, within: limit, every: interval, detail: detail) {
        try await probe() ? true : nil
    }.elapsed
}
