import AuraLab
import Crypto
import Foundation
import SwiftASN1

/// A bridges manifest written and signed here, after the documentation and not with the program's own code.
struct HandMadeManifest {
    var serial: UInt64
    /// The one bridge, on the ports that the lab's server asks for.
    var host: String
    var issuedAt = Date()
    var lifetime: TimeInterval = 86_400

    /// - Parameter key: The PEM of an authority's private key; anybody's if not given.
    func text(signedWith key: String?) throws -> String {
        let key = try key.map { try Self.privateKey($0) } ?? Curve25519.Signing.PrivateKey()
        let signature = try key.signature(for: Data("aura bridges manifest v1\0".utf8) + Data(body.utf8))
        return body + "# aura-manifest-signature: \(signature.base64EncodedString())\n"
    }

    private var body: String {
        let ports = BridgeStage.wanted.map { "\($0) = \($1)" }.sorted()
        let issued = Int(issuedAt.timeIntervalSince1970)
        return """
            version = 1
            serial = \(serial)
            issued_at = \(issued)
            expires_at = \(issued + Int(lifetime))
            bridges = ["\(host):8443", "\(host):8444"]

            [[endpoints]]
            host = "\(host)"
            \(ports.joined(separator: "\n"))

            """
    }

    /// The seed is the last thing in an Ed25519 key's PKCS #8 (RFC 8410).
    private static func privateKey(_ pem: String) throws -> Curve25519.Signing.PrivateKey {
        try Curve25519.Signing.PrivateKey(
            rawRepresentation: PEMDocument(pemString: pem).derBytes.suffix(32))
    }
}
