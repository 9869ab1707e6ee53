internal import SwiftASN1
internal import X509

/// The profile that certificates of servers and clients follow: everything about one that can be told without knowing
/// its issuer, the time or the peer that is expected.
enum LeafProfile {
    /// Checks the profile and returns whom the certificate names.
    static func check(_ certificate: Certificate) throws(PeerRejection) -> CertificateSubject {
        try checkFormat(certificate)
        try checkExtensions(certificate.extensions, of: certificate)
        return switch try role(certificate.extensions) {
        case .client: .client(try clientName(certificate.subject))
        case .server: .server(try serverName(certificate.extensions))
        }
    }

    /// The hosts that a server's certificate names.
    static func serverNames(_ extensions: Certificate.Extensions) -> [ServerName] {
        ((try? extensions.subjectAlternativeNames) ?? SubjectAlternativeNames()).compactMap { ServerName($0) }
    }

    /// Checks what must hold before a signature over the certificate means anything.
    static func checkFormat(_ certificate: Certificate) throws(PeerRejection) {
        guard certificate.version == .v3 else {
            throw .unsupportedVersion(found: Printable.text("\(certificate.version)"))
        }
        guard certificate.usesEd25519Throughout else {
            let found = "key \(certificate.publicKey), signature \(certificate.signatureAlgorithm)"
            throw .unsupportedAlgorithm(found: Printable.text(found))
        }
    }
}

extension LeafProfile {
    private static func checkExtensions(
        _ extensions: Certificate.Extensions, of certificate: Certificate
    ) throws(PeerRejection) {
        if let oid = certificate.unknownCriticalExtension {
            throw .unknownCriticalExtension(oid: Printable.text("\(oid)"))
        }
        let constraints = try reading("basic constraints") { () throws in try extensions.basicConstraints }
        if case .isCertificateAuthority? = constraints { throw .authorityCertificate }
        let usage = try reading("key usage") { () throws in try extensions.keyUsage }
        if usage?.keyCertSign == true { throw .authorityCertificate }
        guard let usage, usage.digitalSignature else {
            throw .wrongKeyUsage(found: usage.map { Printable.text("\($0)") } ?? "none")
        }
    }

    private static func role(_ extensions: Certificate.Extensions) throws(PeerRejection) -> Role {
        let usages = try reading("extended key usage") { () throws in try extensions.extendedKeyUsage }
        for role in Role.allCases where usages.map({ Array($0) == [role.extendedKeyUsage] }) == true { return role }
        throw .unclearRole(found: usages.map { Printable.text("\($0)") } ?? "none")
    }

    private static func clientName(_ subject: DistinguishedName) throws(PeerRejection) -> PeerName {
        let names = subject.joined().filter { $0.type == .RDNAttributeType.commonName }
        guard names.count == 1, let name = names.first.flatMap({ String($0.value) }) else {
            throw .invalidName(reason: "\(names.count) common names in text found, exactly one expected")
        }
        do {
            return try PeerName(name)
        } catch {
            throw .invalidName(reason: error.description)
        }
    }

    private static func serverName(_ extensions: Certificate.Extensions) throws(PeerRejection) -> ServerName {
        _ = try reading("alternative names") { () throws in try extensions.subjectAlternativeNames }
        guard let name = serverNames(extensions).first else {
            throw .invalidName(reason: "no host among its alternative names, at least one expected")
        }
        return name
    }

    private static func reading<Value>(
        _ what: String, _ read: () throws -> Value?
    ) throws(PeerRejection) -> Value? {
        do {
            return try read()
        } catch {
            throw .malformed(reason: "\(what): \(Printable.reason(error))")
        }
    }
}
