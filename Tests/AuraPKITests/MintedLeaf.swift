import AuraPKI
import Crypto
import Foundation
import SwiftASN1
import X509

/// A certificate with any content, good for a client by default, for what the authority itself would never issue.
struct MintedLeaf {
    var version = Certificate.Version.v3
    var key = Certificate.PrivateKey(Curve25519.Signing.PrivateKey())
    var issuer: DistinguishedName
    var subject: DistinguishedName
    var signer: Certificate.PrivateKey
    var extensions: Certificate.Extensions

    init(authority: CertificateAuthority) throws {
        issuer = try Certificate(pemEncoded: authority.certificatePEM).subject
        signer = try Certificate.PrivateKey(pemEncoded: authority.privateKeyPEM())
        subject = try DistinguishedName { CommonName("mallory") }
        extensions = try Certificate.Extensions {
            Critical(BasicConstraints.notCertificateAuthority)
            Critical(KeyUsage(digitalSignature: true))
            try ExtendedKeyUsage([.clientAuth])
        }
    }

    func der() throws -> [UInt8] {
        let certificate = try Certificate(
            version: version, serialNumber: .init(), publicKey: key.publicKey,
            notValidBefore: now.addingTimeInterval(-day), notValidAfter: now.addingTimeInterval(day), issuer: issuer,
            subject: subject, extensions: extensions, issuerPrivateKey: signer)
        var serializer = DER.Serializer()
        try serializer.serialize(certificate)
        return serializer.serializedBytes
    }

    /// The rejection of this leaf with a good proof; nil when it is accepted.
    func rejection(by verifier: PeerVerifier) throws -> PeerRejection? {
        let algorithm: Certificate.SignatureAlgorithm =
            P256.Signing.PublicKey(key.publicKey) == nil ? .ed25519 : .ecdsaWithSHA256
        let proof = try key.sign(bytes: message, signatureAlgorithm: algorithm).rawRepresentation
        do {
            _ = try verifier.verify(leaf: der(), signature: proof, over: message, now: now)
            return nil
        } catch let rejection as PeerRejection {
            return rejection
        }
    }
}
