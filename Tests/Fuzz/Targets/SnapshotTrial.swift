internal import AuraConfig
internal import AuraWire

/// The record of what a server bound: what parses renders to what parses to the same, and no port in it is 0.
enum SnapshotTrial {
    private static let path = "/etc/aura/server.toml.runtime.json"

    static func run(_ bytes: [UInt8]) throws(BrokenPromise) -> FuzzTarget.Outcome {
        guard let snapshot = try MessageCheck.value(of: bytes, read) else { return .refused }
        guard snapshot.endpoints.values.allSatisfy({ $0.port > 0 }) else { throw BrokenPromise("a record with port 0") }
        guard try MessageCheck.value(of: snapshot.rendered(), read) == snapshot else {
            throw BrokenPromise("a record that was read does not come back from its rendered form")
        }
        return .accepted
    }

    private static func read(_ bytes: [UInt8]) throws(ConfigurationError) -> RuntimeSnapshot {
        try RuntimeSnapshot(parsing: bytes, path: path)
    }
}
