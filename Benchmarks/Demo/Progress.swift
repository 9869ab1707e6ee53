import AuraLab

/// Says what is going on, on standard error: one line a step, with its time.
enum Progress {
    static func step<Value: Sendable>(_ what: String, _ body: () async throws -> Value) async throws -> Value {
        Diagnostics.print("· \(what) ...")
        let clock = ContinuousClock()
        let start = clock.now
        let value = try await body()
        let seconds = (clock.now - start) / .seconds(1)
        if seconds > 1 { Diagnostics.print("  took \((seconds * 10).rounded() / 10) s") }
        return value
    }

    /// A step during which a node's counters show how far it is.
    static func transfer<Value: Sendable>(
        _ what: String, bytes: Int, through node: Node, _ body: @escaping @Sendable () async throws -> Value
    ) async throws -> Value {
        try await step(what) {
            try await withThrowingTaskGroup(of: Value?.self) { group in
                group.addTask { try await body() }
                group.addTask {
                    try await watch(node, bytes: bytes)
                    return nil
                }
                defer { group.cancelAll() }
                while let value = try await group.next() {
                    if let value { return value }
                }
                throw CancellationError()
            }
        }
    }

    private static func watch(_ node: Node, bytes: Int) async throws {
        let start = try await carried(node)
        while !Task.isCancelled {
            try await Task.sleep(for: .seconds(2))
            let done = try await carried(node) - start
            Diagnostics.print("  \(done / 1_000_000) of \(bytes / 1_000_000) MB")
        }
    }

    private static func carried(_ node: Node) async throws -> UInt64 {
        let totals = try await node.status().totals
        return max(totals.rxBytes, totals.txBytes)
    }
}
