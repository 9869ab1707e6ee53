extension NodeReading {
    /// The bridges manifest that a node goes by.
    public struct Bridges: Decodable, Sendable {
        /// "none", "valid" or "expired".
        public let state: String
        /// Its serial number; `nil` without one.
        public let serial: UInt64?
        /// When it was signed, in Unix seconds.
        public let issuedAtUnix: Int64?
        /// When it ends, in Unix seconds.
        public let expiresAtUnix: Int64?
        /// How many bridges it names.
        public let count: Int?
        /// "profile", "kept", "file", "url" or "tunnel".
        public let source: String?
        /// What to do when there is none.
        public let detail: String?
        /// Manifests that were not taken, by reason.
        public let refused: [String: UInt64]?
        /// The newest of those.
        public let lastRefusal: Failure?

        /// All manifests that were not taken.
        public var refusals: UInt64 { (refused ?? [:]).values.reduce(0, +) }
    }

    /// The ports that a server listens on.
    public var ports: [Transport: UInt16] {
        var ports: [Transport: UInt16] = [:]
        for transport in Transport.allCases {
            guard let reading = self.transport(transport), reading.state == "listening" else { continue }
            ports[transport] = reading.address.split(separator: ":").last.flatMap { UInt16($0) }
        }
        return ports
    }
}

extension Node {
    /// Waits until it goes by the manifest of this serial number.
    @discardableResult
    public func waitForManifest(
        _ serial: UInt64, within limit: Duration = .seconds(10)
    ) async throws -> NodeReading.Bridges {
        try await eventually("\(daemon.name) has manifest \(serial)", within: limit, detail: { await evidence }) {
            try failIfEnded()
            let bridges = try await status().bridges
            return bridges?.serial == serial ? bridges : nil
        }.value
    }
}
