internal import AuraConfig
internal import AuraWire
public import Foundation

/// The ports that a server holds, and how that is known.
public struct ServerPorts: Sendable {
    /// How old a record of bound ports may be without a warning. Servers run longer than that; but the longer ago, the
    /// likelier it is that something has happened since.
    public static let oldSnapshot = Duration.seconds(7 * 86400)

    /// How the ports are known.
    public enum Source: Sendable, Equatable {
        /// From the record that the server wrote when it bound other ports than it was asked to.
        case snapshot(path: String, boundAt: Date)
        /// From server.toml: without a record the server holds the ports that it was asked to.
        case configuration(path: String)
    }

    /// How the ports are known.
    public let source: Source
    /// The ports; at least one.
    public let ports: TransportPorts
    /// What is odd about them.
    public let warnings: [BridgeWarning]

    /// Finds the ports of a server.
    ///
    /// Addresses are looked at for warnings only: what a server listens on is no host that can be dialled.
    init(of configuration: ServerConfiguration, file: String, now: Date) throws(OperatorError) {
        guard let (snapshot, path) = try Self.snapshot(ofServer: file) else {
            source = .configuration(path: file)
            ports = TransportPorts { configuration.transports[$0].enabled ? configuration.transports[$0].port : nil }
            warnings = []
            return
        }
        source = .snapshot(path: path, boundAt: snapshot.boundAt)
        ports = TransportPorts { snapshot.endpoints[$0]?.port }
        guard !ports.isEmpty else { throw .nothingBound(path: path) }
        warnings =
            Self.warnings(onAgeOf: snapshot, path: path, configuration: file, now: now)
            + TransportKind.allCases.compactMap { Self.warning(on: $0, snapshot, path: path, configuration) }
    }

    private static func snapshot(
        ofServer file: String
    ) throws(OperatorError) -> (snapshot: RuntimeSnapshot, path: String)? {
        let path = RuntimeSnapshot.path(ofServer: file)
        do throws(ConfigurationError) {
            return try RuntimeSnapshot.load(path).map { ($0, path) }
        } catch {
            throw .configuration(error)
        }
    }

    private static func warnings(
        onAgeOf snapshot: RuntimeSnapshot, path: String, configuration: String, now: Date
    ) -> [BridgeWarning] {
        var warnings: [BridgeWarning] = []
        let age = snapshot.age(now: now)
        if age > oldSnapshot { warnings.append(.oldSnapshot(path: path, days: Int(age.components.seconds / 86400))) }
        // No age tells that it is negative.
        if snapshot.boundAt > now { warnings.append(.snapshotFromFuture(path: path, boundAt: snapshot.boundAt)) }
        if let changed = OperatorPath.changed(configuration), changed >= snapshot.boundAt.addingTimeInterval(1) {
            warnings.append(.snapshotOutdated(path: path, configuration: configuration))
        }
        return warnings
    }

    private static func warning(
        on kind: TransportKind, _ snapshot: RuntimeSnapshot, path: String, _ configuration: ServerConfiguration
    ) -> BridgeWarning? {
        switch (configuration.transports[kind].enabled, snapshot.endpoints[kind]) {
        case (true, nil): .notBound(kind, path: path)
        case (false, .some): .notEnabled(kind, path: path)
        case (true, let address?):
            [.itself, .link].contains(address.ip.unmapped.reach) ? .listensPrivately(kind, address) : nil
        case (false, nil): nil
        }
    }
}

extension TransportPorts {
    /// Makes a set of what `port` says of each transport.
    init(_ port: (TransportKind) -> UInt16?) {
        self.init(udp: port(.udp), tcp: port(.tcp), quic: port(.quic))
    }

    var isEmpty: Bool { TransportKind.allCases.allSatisfy { self[$0] == nil } }

    /// For example "udp 8443, quic 8444".
    var text: String {
        TransportKind.allCases.compactMap { kind in self[kind].map { "\(kind.rawValue) \($0)" } }
            .joined(separator: ", ")
    }
}
