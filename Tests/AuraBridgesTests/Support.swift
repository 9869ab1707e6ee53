import AuraBridges
import AuraConfig
import AuraPKI
import Foundation
import Testing

/// The instant that tests call now: 2026-11-24T00:00:00Z.
let now = Date(timeIntervalSince1970: 1_795_478_400)
let day: TimeInterval = 86_400

/// An authority that signs manifests, with the verifier that a client of it has.
struct Signer {
    let authority: CertificateAuthority
    let verifier: ManifestVerifier

    init(validity: Duration = PKILimits.authorityValidity) throws {
        authority = try CertificateAuthority(validity: validity, now: now)
        verifier = try ManifestVerifier(authorityPEM: authority.certificatePEM)
    }

    func sign(_ manifest: Manifest, at time: Date = now) throws -> SignedManifest {
        try SignedManifest.sign(manifest, by: authority, now: time)
    }

    /// Signs a text of any content as PROTOCOL.md says it is done.
    func sign(text: String) throws -> [UInt8] { try sign(bytes: Array(text.utf8)) }

    /// Signs bytes of any content as PROTOCOL.md says it is done.
    func sign(bytes: [UInt8]) throws -> [UInt8] {
        let signature = try authority.sign(Array("aura bridges manifest v1\0".utf8) + bytes)
        return bytes + Array("# aura-manifest-signature: \(Data(signature).base64EncodedString())\n".utf8)
    }

    /// Why bytes are not a good manifest; nil when they are one.
    func rejection(of bytes: [UInt8], at time: Date = now) -> ManifestRejection? {
        do throws(ManifestRejection) {
            _ = try verifier.verify(bytes, now: time)
            return nil
        } catch {
            return error
        }
    }

    /// The problems of a text that is signed; none when it is good.
    func problems(ofText text: String) throws -> [ConfigurationProblem] {
        switch rejection(of: try sign(text: text)) {
        case nil: return []
        case .malformed(let problems)?: return problems
        case let other?: throw other
        }
    }
}

enum Samples {
    static func host(_ text: String) throws -> HostName { try #require(HostName(text)) }

    static func endpoint(_ text: String) throws -> BridgeEndpoint { try BridgeEndpoint(argument: text) }

    static func address(_ text: String) throws -> BridgeAddress { try BridgeAddress(argument: text) }

    /// A manifest that is good for thirty days from now on.
    static func manifest(
        serial: UInt64 = 7, from start: Date = now, days: Double = 30, endpoints: [String] = standard,
        bridges: [String] = []
    ) throws -> Manifest {
        Manifest(
            serial: serial, issuedAt: start, expiresAt: start.addingTimeInterval(days * day),
            endpoints: try endpoints.map(endpoint), bridges: try bridges.map(address))
    }

    static let standard = ["vpn.example.org:udp=8443:tcp=443:quic=8444", "[2001:db8::7]:udp=8443:tcp=8443"]

    /// A manifest's text as a person would write it, good for thirty days from now on.
    static let text = """
        version = 1
        serial = 7
        issued_at = 1795478400
        expires_at = 1798070400
        bridges = ["vpn.example.org:8443"]

        [[endpoints]]
        host = "vpn.example.org"
        udp = 8443

        """
}

/// Runs `body` with a new directory, which is removed whatever happens.
func withTemporaryDirectory(_ body: (String) throws -> Void) throws {
    let path = FileManager.default.temporaryDirectory.appending(path: "aura-bridges-\(UUID().uuidString)").path()
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
}
