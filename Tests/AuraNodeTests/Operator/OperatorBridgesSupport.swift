import AuraBridges
import AuraConfig
import AuraNode
import AuraPKI
import AuraWire
import Foundation
import Testing

extension Desk {
    var serverFile: String { directory + "/server.toml" }
    var snapshotFile: String { serverFile + ".runtime.json" }
    var manifestFile: String { directory + "/bridges.toml" }
    var serialFile: String { ca + "/bridges-serial.txt" }

    /// Signs as `sign-bridges` does; without any source, one endpoint.
    @discardableResult
    func sign(
        _ endpoints: [String] = [], bridges: [String] = [], runtime: String? = nil, hosts: [String] = [],
        directory: String? = nil, ca: String? = nil, serial: UInt64? = nil, days: Int = 90,
        to destination: BridgeSigning.Destination = .configured, overwrite: Bool = false, now: Date = issueTime
    ) throws -> BridgeSigning.Outcome {
        let hasSource = !endpoints.isEmpty || !bridges.isEmpty || runtime != nil
        let request = try BridgeSigning.Request(
            directory: directory ?? (runtime == nil ? self.directory : nil), authority: ca,
            endpoints: hasSource ? endpoints : ["vpn.example.org:udp=9443"], bridges: bridges, runtime: runtime,
            hosts: hosts, serial: serial, days: days, destination: destination, overwrite: overwrite)
        return try BridgeSigning(request).run(now: now)
    }

    /// Records what the server has bound, an hour before the tests' present.
    func recordPorts(
        udp: String? = nil, tcp: String? = nil, quic: String? = nil,
        at time: Date = issueTime.addingTimeInterval(-3600)
    ) throws {
        let texts: [(TransportKind, String?)] = [(.udp, udp), (.tcp, tcp), (.quic, quic)]
        var endpoints: [TransportKind: SocketAddress] = [:]
        for case (let kind, let text?) in texts {
            let address: SocketAddress = try #require(SocketAddress(text))
            endpoints[kind] = address
        }
        try AtomicFile.write(
            RuntimeSnapshot(boundAt: time, endpoints: endpoints).rendered(), to: snapshotFile, overwrite: true)
        try setChanged(time.addingTimeInterval(-3600), serverFile)
    }

    func setChanged(_ time: Date, _ path: String) throws {
        try FileManager.default.setAttributes([.modificationDate: time], ofItemAtPath: path)
    }

    func change(_ body: (inout ServerConfiguration) -> Void) throws {
        var configuration = try ServerConfiguration.load(serverFile)
        body(&configuration)
        try SecretFile.write(configuration.rendered(), to: serverFile, overwrite: true)
    }

    func inspect(_ path: String? = nil, ca: String? = nil, now: Date = issueTime) throws -> ManifestInspection.Outcome {
        try ManifestInspection(authority: ca ?? self.ca + "/ca.pem").run(file: path ?? manifestFile, now: now)
    }

    /// Another authority's directory.
    func makeForeignAuthority() throws -> String {
        let (other, vault) = (try CertificateAuthority(now: issueTime), root + "/other")
        try SecretFile.write(other.privateKeyPEM(), to: vault + "/ca.key", overwrite: false)
        try AtomicFile.write(Array(other.certificatePEM.utf8), to: vault + "/ca.pem", overwrite: false)
        return vault
    }
}

/// The endpoints that a manifest tells, as arguments.
func ways(_ outcome: BridgeSigning.Outcome) -> [String] { outcome.signed.manifest.ways.map(\.description) }

/// Days after the tests' present.
func days(_ count: Double) -> Date { issueTime.addingTimeInterval(count * 86400) }
