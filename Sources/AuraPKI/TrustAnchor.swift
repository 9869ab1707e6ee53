internal import Foundation
internal import SwiftASN1
internal import X509

/// The certificate of an authority, proved to be one.
struct TrustAnchor: Sendable {
    let certificate: Certificate
    let der: [UInt8]

    init(pem: String) throws(PKIError) {
        (der, certificate) = try PEM.certificate(pem)
        try checkFormat()
        try checkProfile()
        try checkSelfSignature()
    }

    var subject: DistinguishedName { certificate.subject }
    var publicKey: Certificate.PublicKey { certificate.publicKey }

    /// The name of the key that certificates of this authority point to (RFC 5280 section 4.2.1.1).
    var keyIdentifier: ArraySlice<UInt8> {
        let written = try? certificate.extensions.subjectKeyIdentifier
        return (written ?? SubjectKeyIdentifier(hash: publicKey)).keyIdentifier
    }

    func isValid(at now: Date) -> Bool {
        certificate.notValidBefore <= now && now <= certificate.notValidAfter
    }

    private func checkFormat() throws(PKIError) {
        guard certificate.version == .v3 else {
            throw .notAnAuthority(reason: "version \(certificate.version) found, 3 expected")
        }
        guard certificate.usesEd25519Throughout else {
            throw .notAnAuthority(reason: "key \(certificate.publicKey) found, Ed25519 expected")
        }
    }

    private func checkProfile() throws(PKIError) {
        if let oid = certificate.unknownCriticalExtension {
            throw .notAnAuthority(reason: "unknown critical extension \(oid)")
        }
        guard case .isCertificateAuthority? = try? certificate.extensions.basicConstraints else {
            throw .notAnAuthority(reason: "its basic constraints do not say that it is an authority")
        }
        guard let usage = try? certificate.extensions.keyUsage, usage.keyCertSign else {
            throw .notAnAuthority(reason: "its key usage does not allow signing certificates")
        }
    }

    private func checkSelfSignature() throws(PKIError) {
        guard certificate.issuer == certificate.subject,
            publicKey.isValidSignature(certificate.signature, for: certificate)
        else { throw .notAnAuthority(reason: "it is not signed by its own key") }
    }
}
