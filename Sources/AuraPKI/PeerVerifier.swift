internal import Crypto
public import Foundation
internal import SwiftASN1
internal import X509

/// Verifies a peer's certificate against the one authority, and its proof that it holds the certificate's key.
///
/// The path is always one step long - authority, leaf - so the checks are written out here in full, and are
/// synchronous: time is passed in and nothing is read.
public struct PeerVerifier: Sendable {
    /// What the peer must be.
    public let expected: ExpectedPeer

    /// Whom to refuse though the authority issued the certificate. Assign to it when the list on disk has changed.
    public var revocations: RevocationList

    private let anchor: TrustAnchor

    /// Makes a verifier for the peers of one authority.
    ///
    /// - Parameters:
    ///   - authorityPEM: the authority's certificate: a PEM text with exactly one certificate.
    ///   - expected: what the peer must be.
    ///   - revocations: serial numbers to refuse.
    /// - Throws: `malformed`, `oversized` or `notAnAuthority`.
    public init(
        authorityPEM: String, expecting expected: ExpectedPeer, revocations: RevocationList = RevocationList()
    ) throws(PKIError) {
        anchor = try TrustAnchor(pem: authorityPEM)
        self.expected = expected
        self.revocations = revocations
    }

    /// Verifies a peer.
    ///
    /// - Parameters:
    ///   - leaf: the peer's certificate in DER.
    ///   - signature: the peer's Ed25519 signature over `message`, 64 bytes.
    ///   - message: what the peer had to sign: bound to this handshake and to the peer's role by the caller.
    ///   - now: the time at which the certificate must be valid.
    /// - Returns: who the peer is.
    /// - Throws: the first check that failed: form, issuer, validity, profile, role, name, revocation, proof.
    public func verify(
        leaf: [UInt8], signature: [UInt8], over message: [UInt8], now: Date
    ) throws(PeerRejection) -> VerifiedPeer {
        let certificate = try parse(leaf)
        try LeafProfile.checkFormat(certificate)
        try checkIssuer(of: certificate, now: now)
        try checkValidity(of: certificate, now: now)
        let subject = try LeafProfile.check(certificate)
        let name = try checkExpectation(subject, certificate)
        let serial = SerialNumber.hex(certificate.serialNumber.bytes)
        try checkRevocation(serial, name: name)
        try checkProof(signature, over: message, by: certificate.publicKey, name: name)
        return VerifiedPeer(
            name: name, role: subject.role, serial: serial, fingerprint: Array(SHA256.hash(data: leaf)),
            notAfter: certificate.notValidAfter)
    }
}

extension PeerVerifier {
    private func parse(_ leaf: [UInt8]) throws(PeerRejection) -> Certificate {
        guard leaf.count <= PKILimits.maximumCertificateBytes else {
            throw .oversized(bytes: leaf.count, limit: PKILimits.maximumCertificateBytes)
        }
        do {
            return try Certificate(derEncoded: leaf)
        } catch {
            throw .malformed(reason: Printable.reason(error))
        }
    }

    private func checkIssuer(of certificate: Certificate, now: Date) throws(PeerRejection) {
        guard certificate.issuer == anchor.subject else {
            let found = Printable.text("\(certificate.issuer)")
            throw .wrongIssuer(found: found, expected: Printable.text("\(anchor.subject)"))
        }
        guard anchor.publicKey.isValidSignature(certificate.signature, for: certificate) else {
            throw .badCertificateSignature
        }
        guard anchor.isValid(at: now) else {
            let authority = anchor.certificate
            throw .authorityNotValid(notBefore: authority.notValidBefore, notAfter: authority.notValidAfter, now: now)
        }
    }

    private func checkValidity(of certificate: Certificate, now: Date) throws(PeerRejection) {
        guard certificate.notValidBefore <= now else {
            throw .notYetValid(notBefore: certificate.notValidBefore, now: now)
        }
        guard now <= certificate.notValidAfter else { throw .expired(notAfter: certificate.notValidAfter, now: now) }
    }

    /// Checks the role and, for a server, the name; returns the name that the peer goes by.
    private func checkExpectation(
        _ subject: CertificateSubject, _ certificate: Certificate
    ) throws(PeerRejection) -> String {
        guard subject.role == expected.role else { throw .wrongRole(found: subject.role, expected: expected.role) }
        guard let wanted = wantedNames else { return subject.name }
        let names = LeafProfile.serverNames(certificate.extensions)
        guard let name = names.first(where: wanted.contains) else {
            throw .wrongServerName(found: names.map(\.description), expected: Self.told(wanted))
        }
        return name.description
    }

    /// Names that a rejection repeats; a manifest may bring many.
    private static let maximumNamesTold = 4

    private static func told(_ wanted: Set<ServerName>) -> String {
        if wanted.isEmpty { return "no name at all" }
        let text = wanted.map(\.description).sorted().prefix(maximumNamesTold).joined(separator: " or ")
        return wanted.count <= maximumNamesTold ? text : text + " or \(wanted.count - maximumNamesTold) others"
    }

    /// The names of which a server must have one; nil when any will do.
    private var wantedNames: Set<ServerName>? {
        switch expected {
        case .client, .server(named: nil): nil
        case .server(let name?): [name]
        case .serverNamed(let names): names
        }
    }

    private func checkRevocation(_ serial: String, name: String) throws(PeerRejection) {
        guard let entry = revocations[serial: serial] else { return }
        throw .revoked(serial: serial, name: name, at: entry.at)
    }

    private func checkProof(
        _ signature: [UInt8], over message: [UInt8], by key: Certificate.PublicKey, name: String
    ) throws(PeerRejection) {
        guard key.isValidSignature(signature, for: message, signatureAlgorithm: .ed25519) else {
            throw .badProof(name: name)
        }
    }
}
