internal import AuraBridges
internal import AuraConfig
internal import AuraPKI
internal import AuraWire
internal import Foundation

/// What a new profile gets of a server's bridges manifest.
struct ProvisionedBridges {
    /// The manifest that goes into the profile, with its text; nil when there is none that is good.
    let inside: (manifest: Manifest, text: String)?
    /// What the operator should look at.
    let warnings: [BridgeWarning]

    /// Looks at the manifest that server.toml names, and at the record of the ports that the server holds.
    ///
    /// - Parameters:
    ///   - file: the path of server.toml.
    ///   - named: ports that were named for the profile: they need not be those that the server holds.
    init(
        _ configuration: ServerConfiguration, file: String, authorityPEM: String, named: TransportPorts, now: Date
    ) throws(OperatorError) {
        let verifier = try OperatorError.certificates { () throws(PKIError) in
            try ManifestVerifier(authorityPEM: authorityPEM)
        }
        let path = configuration.files.bridges.resolved
        let finding = ManifestFinding(at: path, verifier, now: now)
        inside = Self.carried(finding)
        let leftOut = inside == nil ? Self.objection(to: finding, at: path) : nil
        warnings = [leftOut, Self.objection(to: inside?.manifest, at: path, configuration, file: file, named: named)]
            .compactMap(\.self)
    }

    private static func carried(_ finding: ManifestFinding) -> (manifest: Manifest, text: String)? {
        guard case .good(let signed) = finding, let text = ProfileBridges.manifestText(signed.bytes) else { return nil }
        return (signed.manifest, text)
    }

    private static func objection(to finding: ManifestFinding, at path: String) -> BridgeWarning? {
        switch finding {
        case .missing: nil
        case .unreadable(let error): .manifestLeftOut(path: path, reason: "\(error)")
        case .refused(let rejection, _): .manifestLeftOut(path: path, reason: "\(rejection)")
        case .good:
            .manifestLeftOut(
                path: path,
                reason: "it has more than \(ConfigurationLimits.maximumStringBytes) bytes; sign fewer bridges")
        }
    }

    /// Whether clients would dial other ports than the server holds.
    private static func objection(
        to manifest: Manifest?, at path: String, _ configuration: ServerConfiguration, file: String,
        named: TransportPorts
    ) -> BridgeWarning? {
        let snapshot: RuntimeSnapshot?
        do throws(ConfigurationError) {
            snapshot = try RuntimeSnapshot.load(RuntimeSnapshot.path(ofServer: file))
        } catch {
            return .snapshotUnusable(reason: "\(error)")
        }
        guard let snapshot else { return nil }
        let held = TransportPorts { snapshot.endpoints[$0]?.port }
        guard let manifest else {
            let hasMoved = configuration.transports.enabled.contains {
                named[$0] == nil && held[$0] != configuration.transports[$0].port
            }
            return hasMoved ? .portsMoved(ports: held.text, configuration: file) : nil
        }
        let isTold = TransportKind.allCases.allSatisfy { kind in
            held[kind].map { port in manifest.ways.contains { $0[kind] == port } } ?? true
        }
        return isTold ? nil : .manifestOutdated(path: path, ports: held.text, configuration: file)
    }
}
