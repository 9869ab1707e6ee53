extension Node {
    /// The transport that a client's packets take now; `nil` when it has no session.
    public var transportInUse: Transport? {
        get async throws {
            let reading = try await status()
            guard let session = reading.sessions.first, ["established", "rekeying"].contains(session.state)
            else { return nil }
            return Transport(rawValue: reading.link?.transport ?? session.transport)
        }
    }

    /// Waits until a client's packets take one of these transports.
    /// - Returns: How long it took.
    @discardableResult
    public func waitUntilOn(_ wanted: Transport..., within limit: Duration = .seconds(10)) async throws -> Duration {
        let names = wanted.map(\.rawValue).joined(separator: " or ")
        return try await eventually("\(daemon.name) is on \(names)", within: limit, detail: { await evidence }) {
            try await transportInUse.map { wanted.contains($0) } ?? false
        }
    }

    /// What the node says about its links, and its log: for failures.
    public var evidence: String {
        get async { "\((try? await statusText()) ?? "no status")\n\(daemon.log)" }
    }
}
