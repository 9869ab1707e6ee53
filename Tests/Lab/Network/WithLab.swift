/// Makes a lab, runs `body` with it, and removes it: on success, on an error and on cancellation.
///
/// Leftovers of runs that were killed are swept first. When `body` fails, what the lab's processes printed
/// goes to standard error.
public func withLab<Value: Sendable>(_ body: (Lab) async throws -> Value) async throws -> Value {
    try await Sweep.removeLeftovers()
    let lab = try await Lab()
    do {
        let value = try await body(lab)
        try await tearDown(lab)
        return value
    } catch {
        if !(error is CancellationError) { Diagnostics.print("\(error)\n\(await lab.logs)") }
        try? await tearDown(lab)
        throw error
    }
}

/// In a task of its own, so that a cancelled caller still cleans up.
private func tearDown(_ lab: Lab) async throws {
    try await Task.detached { try await lab.tearDown() }.value
}
