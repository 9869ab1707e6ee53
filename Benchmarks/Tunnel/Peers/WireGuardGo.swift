import AuraLab
import Foundation

/// A user-space WireGuard that is started as `PROGRAM -f INTERFACE` and set up with `wg`.
struct WireGuardGo: Peer {
    let name: String
    let program: String

    func version() async throws -> String {
        try await Self.firstLine([program, "--version"])
    }

    func bringUp(server: Wire.End, client: Wire.End, in lab: Lab) async throws -> Path {
        let ends = try await [
            End(outer: server, inner: "10.88.0.1", lab: lab), End(outer: client, inner: "10.88.0.2", lab: lab),
        ]
        var processes: [Daemon] = []
        for end in ends { processes.append(try await end.start(program)) }
        try await ends[0].join(ends[1])
        try await ends[1].join(ends[0])
        try await eventually("WireGuard carries packets") { try await client.host.reaches(ends[0].inner) }
        return Path(server: server.host, client: client.host, serverAddress: ends[0].inner, processes: processes)
    }

    private struct End: Sendable {
        static let port = "51820"
        /// WireGuard's own default.
        static let mtu = 1420

        let outer: Wire.End
        let inner: String
        let interface: String
        let keyFile: String
        let publicKey: String

        init(outer: Wire.End, inner: String, lab: Lab) async throws {
            self.outer = outer
            self.inner = inner
            // Its control sockets share one directory for all namespaces: the name must be its own.
            interface = "wg" + outer.host.namespace.split(separator: "-").dropFirst().joined(separator: "n")
            keyFile = "\(lab.directory)/\(interface).key"
            let key = try await Command.check(["wg", "genkey"])
            guard
                FileManager.default.createFile(
                    atPath: keyFile, contents: Data(key.utf8), attributes: [.posixPermissions: 0o600])
            else { throw LabError.missing(keyFile, advice: "it could not be written") }
            publicKey = try await Command.check(["wg", "pubkey"], input: key)
                .trimmingCharacters(in: .whitespacesAndNewlines)
        }

        func start(_ program: String) async throws -> Daemon {
            let daemon = try await outer.host.start("wireguard", [program, "-f", interface])
            try await eventually("\(daemon.name) listens", detail: { daemon.log }) {
                try await outer.host.run(["wg", "show", interface]).status.isSuccess
            }
            try await outer.host.check(["wg", "set", interface, "listen-port", Self.port, "private-key", keyFile])
            try await outer.host.check(["ip", "address", "add", "\(inner)/24", "dev", interface])
            try await outer.host.check(["ip", "link", "set", interface, "mtu", "\(Self.mtu)", "up"])
            return daemon
        }

        func join(_ other: End) async throws {
            try await outer.host.check(
                ["wg", "set", interface, "peer", other.publicKey, "allowed-ips", "\(other.inner)/32"]
                    + ["endpoint", "\(other.outer.ipv4):\(Self.port)"])
        }
    }
}
