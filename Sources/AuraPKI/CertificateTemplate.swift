internal import Crypto
internal import Foundation
internal import SwiftASN1
internal import X509

/// What Aura's certificates contain (RFC 5280; Ed25519 by RFC 8410).
enum CertificateTemplate {
    /// What the signed part of every certificate begins with: the tag of a SEQUENCE (X.690 section 8.9).
    static let firstByte: UInt8 = 0x30

    /// The DER of a self-signed authority.
    static func authority(key: Certificate.PrivateKey, validity: ValidityPeriod) throws(PKIError) -> [UInt8] {
        let keyIdentifier = SubjectKeyIdentifier(hash: key.publicKey)
        return try encoding { () throws in
            let name = try authorityName(keyIdentifier)
            let extensions = try Certificate.Extensions {
                Critical(BasicConstraints.isCertificateAuthority(maxPathLength: 0))
                Critical(KeyUsage(keyCertSign: true, cRLSign: true))
                keyIdentifier
            }
            return try certificate(
                for: key.publicKey, subject: name, issuer: name, validity: validity, extensions: extensions,
                signedBy: key)
        }
    }

    /// The DER of a certificate for a server or a client.
    static func leaf(
        _ subject: CertificateSubject, key: Certificate.PrivateKey, issuer: CertificateAuthority, period: ValidityPeriod
    ) throws(PKIError) -> [UInt8] {
        try encoding { () throws in
            try certificate(
                for: key.publicKey, subject: leafName(subject), issuer: issuer.anchor.subject, validity: period,
                extensions: leafExtensions(subject, key: key.publicKey, issuer: issuer.anchor), signedBy: issuer.key)
        }
    }

    private static func certificate(
        for key: Certificate.PublicKey, subject: DistinguishedName, issuer: DistinguishedName, validity: ValidityPeriod,
        extensions: Certificate.Extensions, signedBy signer: Certificate.PrivateKey
    ) throws -> Certificate {
        try Certificate(
            version: .v3, serialNumber: Certificate.SerialNumber(bytes: SerialNumber.random()), publicKey: key,
            notValidBefore: validity.notBefore, notValidAfter: validity.notAfter, issuer: issuer, subject: subject,
            signatureAlgorithm: .ed25519, extensions: extensions, issuerPrivateKey: signer)
    }

    private static func encoding(_ make: () throws -> Certificate) throws(PKIError) -> [UInt8] {
        do {
            var serializer = DER.Serializer()
            try serializer.serialize(make())
            return serializer.serializedBytes
        } catch {
            throw .cryptography(reason: Printable.reason(error))
        }
    }
}

extension CertificateTemplate {
    /// Each authority has a name of its own, so that tools which look issuers up by name can tell two apart.
    private static func authorityName(_ keyIdentifier: SubjectKeyIdentifier) throws -> DistinguishedName {
        try DistinguishedName {
            OrganizationName("Aura")
            CommonName("Aura CA \(Hex.encode(keyIdentifier.keyIdentifier.prefix(8)))")
        }
    }

    /// A host name too long for a common name is left to the alternative name, which is what verifiers read.
    private static func leafName(_ subject: CertificateSubject) throws -> DistinguishedName {
        try DistinguishedName {
            OrganizationName("Aura")
            if subject.name.utf8.count <= PKILimits.maximumPeerNameLength { CommonName(subject.name) }
        }
    }

    private static func leafExtensions(
        _ subject: CertificateSubject, key: Certificate.PublicKey, issuer: TrustAnchor
    ) throws -> Certificate.Extensions {
        try Certificate.Extensions {
            Critical(BasicConstraints.notCertificateAuthority)
            Critical(KeyUsage(digitalSignature: true))
            try ExtendedKeyUsage([subject.role.extendedKeyUsage])
            SubjectKeyIdentifier(hash: key)
            AuthorityKeyIdentifier(keyIdentifier: issuer.keyIdentifier)
            if case .server(let name) = subject { SubjectAlternativeNames([name.generalName]) }
        }
    }
}

extension Role {
    /// The purpose that stands for this role.
    var extendedKeyUsage: ExtendedKeyUsage.Usage {
        switch self {
        case .server: .serverAuth
        case .client: .clientAuth
        }
    }
}

extension ServerName {
    /// The form that this name has in a certificate.
    var generalName: GeneralName {
        switch self {
        case .dns(let name): .dnsName(name)
        case .address(let bytes): .ipAddress(ASN1OctetString(contentBytes: bytes[...]))
        }
    }

    /// The name in a certificate; nil when it is of another kind, or not a name of a single host.
    init?(_ name: GeneralName) {
        switch name {
        case .dnsName(let text):
            guard case .dns(let name)? = try? ServerName(text) else { return nil }
            self = .dns(name)
        case .ipAddress(let octets):
            guard [4, 16].contains(octets.bytes.count) else { return nil }
            self = .address(Array(octets.bytes))
        default: return nil
        }
    }
}
