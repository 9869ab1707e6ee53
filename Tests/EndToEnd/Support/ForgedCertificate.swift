import Crypto
import Foundation
import SwiftASN1
import X509

/// What can be wrong with a certificate. Everything else about it stays as `aura` issued it.
enum Defect: String, CaseIterable, Sendable {
    case otherAuthority = "signed by another CA of the same name"
    case selfSigned = "self-signed"
    case expired = "expired"
    case notYetValid = "not yet valid"
    case otherRole = "with the other end's role"
}

/// Issues a certificate of `aura` again, with the same key and names, and at most one thing wrong with it.
struct ForgedCertificate {
    let original: Certificate
    let ownKey: Certificate.PrivateKey
    let authorityKey: Certificate.PrivateKey

    /// - Parameters:
    ///   - certificate: PEM of the certificate to issue again.
    ///   - key: PEM of its private key.
    ///   - authorityKey: PEM of the CA's private key.
    init(certificate: String, key: String, authorityKey: String) throws {
        original = try Certificate(pemEncoded: certificate)
        ownKey = try Certificate.PrivateKey(pemEncoded: key)
        self.authorityKey = try Certificate.PrivateKey(pemEncoded: authorityKey)
    }

    /// The PEM of the new certificate; without a defect it is as good as the original.
    func pem(_ defect: Defect?) throws -> String {
        let now = Date()
        let isSelfSigned = defect == .selfSigned
        let certificate = try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(), publicKey: original.publicKey,
            notValidBefore: now + (defect == .notYetValid ? 1 : -2) * Self.day,
            notValidAfter: now + (defect == .expired ? -1 : 30) * Self.day,
            issuer: isSelfSigned ? original.subject : original.issuer, subject: original.subject,
            signatureAlgorithm: .ed25519, extensions: try extensions(defect), issuerPrivateKey: issuerKey(defect))
        return try certificate.serializeAsPEM().pemString
    }

    private static let day: TimeInterval = 86_400

    private func issuerKey(_ defect: Defect?) -> Certificate.PrivateKey {
        switch defect {
        case .otherAuthority: Certificate.PrivateKey(Curve25519.Signing.PrivateKey())
        case .selfSigned: ownKey
        default: authorityKey
        }
    }

    private func extensions(_ defect: Defect?) throws -> Certificate.Extensions {
        var extensions = original.extensions
        guard defect == .otherRole, let usage = try extensions.extendedKeyUsage else { return extensions }
        let isServer = usage.contains(.serverAuth)
        let other = try ExtendedKeyUsage([isServer ? .clientAuth : .serverAuth])
        extensions.update(try Certificate.Extension(other, critical: false))
        return extensions
    }
}
