internal import Foundation
internal import X509

/// The certificate of the tcp and quic transports, with its chain and its key: what everybody sees, as of a website.
///
/// It says nothing of who the server is to a client of Aura; the certificates inside the session do. Nothing it prints
/// shows the key.
public struct TLSCertificate: Sendable {
    /// The leaf and its chain in PEM as they were given, the leaf first.
    public let certificatePEM: String

    /// The key in PEM as it was given: a secret.
    public let privateKeyPEM: String

    /// The first certificate.
    public let leaf: TLSLeaf

    /// Takes a certificate from its files, as an operator has them from any authority.
    ///
    /// - Parameters:
    ///   - certificatePEM: one or more certificates, the leaf first.
    ///   - privateKeyPEM: exactly one private key without a passphrase (PKCS #8, SEC 1 or PKCS #1), the leaf's.
    /// - Throws: `malformed` or `oversized`; `keyMismatch`.
    public init(certificatePEM: String, privateKeyPEM: String) throws(PKIError) {
        leaf = try TLSLeaf(pem: certificatePEM)
        let key = try TLSChain.privateKey(privateKeyPEM)
        (self.certificatePEM, self.privateKeyPEM) = (certificatePEM, privateKeyPEM)
        guard key.publicKey == leaf.certificate.publicKey else { throw .keyMismatch(certificate: leaf.label) }
    }

    /// The leaf in DER.
    public var leafDER: [UInt8] { leaf.der }

    /// The SHA-256 digest of the leaf's DER: 32 bytes.
    public var fingerprint: [UInt8] { leaf.fingerprint }

    /// The SHA-256 digest of the DER of the first certificate in a PEM text: 32 bytes. Throws `malformed` or
    /// `oversized`.
    public static func fingerprint(ofPEM text: String) throws(PKIError) -> [UInt8] {
        try TLSLeaf(pem: text).fingerprint
    }
}

extension TLSCertificate: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The name and the end of validity; not the key.
    public var description: String {
        "TLSCertificate(\(leaf.label), until \(leaf.notAfter.ISO8601Format()), key hidden)"
    }

    /// As ``description``.
    public var debugDescription: String { description }

    /// What `dump` and debuggers show; not the key.
    public var customMirror: Mirror { Mirror(self, children: ["names": leaf.names, "notAfter": leaf.notAfter]) }
}
