public import Foundation
internal import X509

/// A certificate of a server or client with its private key.
///
/// Nothing it prints shows the key.
public struct Identity: Sendable {
    /// The certificate in DER: what is sent to a peer.
    public let certificateDER: [UInt8]

    /// Whom the certificate was issued to.
    public let subject: CertificateSubject

    /// The certificate's serial number: lower-case hexadecimal, two digits a byte.
    public let serial: String

    /// The end of the certificate's validity.
    public let notAfter: Date

    private let key: Certificate.PrivateKey

    /// Takes an identity from its files. The certificate's issuer is not checked: peers do that.
    ///
    /// - Parameters:
    ///   - certificatePEM: the text of a PEM file with exactly one certificate.
    ///   - privateKeyPEM: the text of a PEM file with exactly one PKCS #8 key, the certificate's.
    /// - Throws: `malformed` or `oversized`; `notAnIdentity`; `keyMismatch`.
    public init(certificatePEM: String, privateKeyPEM: String) throws(PKIError) {
        try self.init(certificatePEM: certificatePEM, key: PEM.privateKey(privateKeyPEM))
    }

    init(certificatePEM: String, key: Certificate.PrivateKey) throws(PKIError) {
        let (der, certificate) = try PEM.certificate(certificatePEM)
        do {
            subject = try LeafProfile.check(certificate)
        } catch {
            throw .notAnIdentity(reason: error.description)
        }
        guard key.publicKey == certificate.publicKey else { throw .keyMismatch(certificate: subject.name) }
        certificateDER = der
        serial = SerialNumber.hex(certificate.serialNumber.bytes)
        notAfter = certificate.notValidAfter
        self.key = key
    }

    /// The name in the certificate: a client's name or a server's host.
    public var name: String { subject.name }

    /// The role that the certificate allows.
    public var role: Role { subject.role }

    /// The certificate in PEM, with a line end at its end.
    public var certificatePEM: String { PEM.text(type: "CERTIFICATE", der: certificateDER) }

    /// The key in PKCS #8 PEM: a secret.
    public func privateKeyPEM() throws(PKIError) -> String { try PEM.text(key) }

    /// The Ed25519 signature (RFC 8032) of `message` under the identity's key: 64 bytes.
    public func sign(_ message: [UInt8]) throws(PKIError) -> [UInt8] {
        do {
            return try key.sign(bytes: message, signatureAlgorithm: .ed25519).rawRepresentation
        } catch {
            throw .cryptography(reason: Printable.reason(error))
        }
    }
}

extension Identity: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The role, the name, the serial number and the end of validity; not the key.
    public var description: String {
        "Identity(\(role.rawValue) \(name), serial \(serial), until \(notAfter.ISO8601Format()), key hidden)"
    }

    /// As ``description``.
    public var debugDescription: String { description }

    /// What `dump` and debuggers show; not the key.
    public var customMirror: Mirror {
        Mirror(self, children: ["role": role, "name": name, "serial": serial, "notAfter": notAfter])
    }
}
