internal import Crypto
public import Foundation
internal import SwiftASN1
internal import X509

extension TLSCertificate {
    /// How long a self-made certificate is valid: ten years, as those are that distributions and guides make.
    public static let selfSignedValidity = Duration.seconds(3650 * 86400)

    /// Makes a certificate for a new P-256 key, signed by itself.
    ///
    /// It is as the `openssl` command makes one for a small website's own use, and nothing in it is Aura's (decision
    /// 0010): neither the authority's name nor its kind of key, validity or serial number. It is valid from `now` for
    /// ``selfSignedValidity``.
    ///
    /// - Parameters:
    ///   - names: the hosts; the first is the subject. At least one.
    ///   - now: the time of issue.
    /// - Throws: `malformed` without names; `invalidValidity` when `now` is no time for a certificate.
    public static func selfSigned(names: [ServerName], now: Date) throws(PKIError) -> TLSCertificate {
        guard let subject = names.first else { throw .malformed(what: "TLS certificate", reason: "no name for it") }
        let period = try ValidityPeriod(selfSignedValidity, now: now)
        let key = Certificate.PrivateKey(P256.Signing.PrivateKey())
        let certificatePEM: String
        do {
            let certificate = try certificate(
                subject: distinguishedName(subject), names: names, key: key, period: period)
            certificatePEM = try certificate.serializeAsPEM().pemString + "\n"
        } catch {
            throw .cryptography(reason: Printable.reason(error))
        }
        return try TLSCertificate(certificatePEM: certificatePEM, privateKeyPEM: PEM.text(key))
    }

    private static func certificate(
        subject: DistinguishedName, names: [ServerName], key: Certificate.PrivateKey, period: ValidityPeriod
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(bytes: serialNumber()), publicKey: key.publicKey,
            // Not backdated as Aura's own are: a tool that makes a certificate for a website does not.
            notValidBefore: period.notBefore + TimeInterval(PKILimits.backdating.components.seconds),
            notValidAfter: period.notAfter, issuer: subject, subject: subject, signatureAlgorithm: .ecdsaWithSHA256,
            extensions: Certificate.Extensions {
                BasicConstraints.notCertificateAuthority
                try ExtendedKeyUsage([.serverAuth])
                SubjectAlternativeNames(names.map(\.generalName))
                SubjectKeyIdentifier(hash: key.publicKey)
            }, issuerPrivateKey: key)
    }

    /// A host name too long for a common name is left to the alternative name.
    private static func distinguishedName(_ name: ServerName) throws -> DistinguishedName {
        try DistinguishedName {
            if name.description.utf8.count <= PKILimits.maximumPeerNameLength { CommonName(name.description) }
        }
    }

    /// A positive number of 20 bytes, as OpenSSL draws them.
    private static func serialNumber() -> [UInt8] {
        var generator = SystemRandomNumberGenerator()
        var bytes = (0..<PKILimits.maximumSerialBytes).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
        bytes[0] = UInt8.random(in: 1...0x7F, using: &generator)
        return bytes
    }
}
