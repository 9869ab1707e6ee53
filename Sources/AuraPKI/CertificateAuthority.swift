internal import Crypto
public import Foundation
internal import X509

/// An authority of Aura: a self-signed Ed25519 certificate and its key, which issues the certificates of one server and
/// its clients.
///
/// Nothing it prints shows the key.
public struct CertificateAuthority: Sendable {
    /// The authority's certificate in PEM, with a line end at its end.
    public let certificatePEM: String

    let anchor: TrustAnchor
    let key: Certificate.PrivateKey

    /// Makes a new authority with a new key, valid from an hour before `now` (see ``PKILimits/backdating``).
    ///
    /// - Throws: `invalidValidity` when `validity` is not positive or above ``PKILimits/maximumValidity``.
    public init(validity: Duration = PKILimits.authorityValidity, now: Date) throws(PKIError) {
        let key = Certificate.PrivateKey(Curve25519.Signing.PrivateKey())
        let certificate = try CertificateTemplate.authority(key: key, validity: ValidityPeriod(validity, now: now))
        try self.init(certificatePEM: PEM.text(type: "CERTIFICATE", der: certificate), key: key)
    }

    /// Takes an authority from its files.
    ///
    /// - Parameters:
    ///   - certificatePEM: the text of a PEM file with exactly one certificate.
    ///   - privateKeyPEM: the text of a PEM file with exactly one PKCS #8 key, the certificate's.
    /// - Throws: `malformed` or `oversized`; `notAnAuthority`; `keyMismatch`.
    public init(certificatePEM: String, privateKeyPEM: String) throws(PKIError) {
        try self.init(certificatePEM: certificatePEM, key: PEM.privateKey(privateKeyPEM))
    }

    /// The authority's key in PKCS #8 PEM: a secret.
    public func privateKeyPEM() throws(PKIError) -> String { try PEM.text(key) }

    /// The end of the authority's validity.
    public var notAfter: Date { anchor.certificate.notValidAfter }

    /// Issues a certificate for a new key.
    ///
    /// - Parameters:
    ///   - subject: whom it is for.
    ///   - validity: how long it is valid from `now`; its start is an hour earlier (see ``PKILimits/backdating``).
    ///   - now: the time of issue.
    /// - Throws: `invalidValidity`; `outlivesAuthority`.
    public func issue(_ subject: CertificateSubject, validity: Duration, now: Date) throws(PKIError) -> Identity {
        let period = try ValidityPeriod(validity, now: now)
        guard period.notAfter <= notAfter else {
            throw .outlivesAuthority(notAfter: period.notAfter, authorityNotAfter: notAfter)
        }
        let leafKey = Certificate.PrivateKey(Curve25519.Signing.PrivateKey())
        let der = try CertificateTemplate.leaf(subject, key: leafKey, issuer: self, period: period)
        return try Identity(certificatePEM: PEM.text(type: "CERTIFICATE", der: der), key: leafKey)
    }

    /// The Ed25519 signature (RFC 8032) of a message that is no certificate: 64 bytes.
    ///
    /// What is signed must begin with a context of its own, so that it can be taken neither for the signed part of a
    /// certificate, which is a DER sequence, nor for another kind of message.
    ///
    /// - Throws: `malformed` for an empty message, or one that begins as a certificate does; `cryptography`.
    public func sign(_ message: [UInt8]) throws(PKIError) -> [UInt8] {
        guard let first = message.first, first != CertificateTemplate.firstByte else {
            let reason = "\(message.isEmpty ? "nothing" : "what a certificate begins with") found, a context expected"
            throw .malformed(what: "message to sign", reason: reason)
        }
        do {
            return try key.sign(bytes: message, signatureAlgorithm: .ed25519).rawRepresentation
        } catch {
            throw .cryptography(reason: Printable.reason(error))
        }
    }

    private init(certificatePEM: String, key: Certificate.PrivateKey) throws(PKIError) {
        let anchor = try TrustAnchor(pem: certificatePEM)
        guard key.publicKey == anchor.publicKey else { throw .keyMismatch(certificate: "the authority") }
        self.certificatePEM = PEM.text(type: "CERTIFICATE", der: anchor.der)
        self.anchor = anchor
        self.key = key
    }
}

extension CertificateAuthority: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The name and the end of validity; not the key.
    public var description: String {
        "CertificateAuthority(\(anchor.subject), until \(notAfter.ISO8601Format()), key hidden)"
    }

    /// As ``description``.
    public var debugDescription: String { description }

    /// What `dump` and debuggers show; not the key.
    public var customMirror: Mirror { Mirror(self, children: ["notAfter": notAfter]) }
}
