internal import Crypto
public import Foundation
internal import SwiftASN1
internal import X509

/// Verifies a peer's certificate against the one authority, and its proof that it holds the certificate's key.
///
/// The path is always one step long - authority, leaf - so the checks are written out here in full, and are
/// synchronous: time is passed in and nothing is read. Copies of a verifier share what they remember of certificates
/// that they have checked, ``PKILimits/knownLeaves`` at most.
public struct PeerVerifier: Sendable {
    /// What the peer must be.
    public let expected: ExpectedPeer

    /// Whom to refuse though the authority issued the certificate. Assign to it when the list on disk has changed.
    public var revocations: RevocationList

    private let anchor: TrustAnchor
    /// Shared by all copies: they have the same anchor.
    private let known = KnownLeaves()

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
        let digest = SHA256.hash(data: leaf)
        if let known = known[digest] {
            try checkAuthority(now: now)
            try checkValidity(known.validity.lowerBound, known.validity.upperBound, now: now)
            return try checkPeer(known, digest, signature, over: message)
        }
        let checked = try checkNew(leaf, now: now)
        let peer = try checkPeer(checked, digest, signature, over: message)
        known.note(checked, as: digest)
        return peer
    }

    /// Certificates that need not be checked in full when they come again.
    package var knownCount: Int { known.count }

    /// Checks a certificate that has not been seen before, in everything that does not depend on who is expected.
    private func checkNew(_ leaf: [UInt8], now: Date) throws(PeerRejection) -> KnownLeaf {
        let certificate = try parse(leaf)
        try LeafProfile.checkFormat(certificate)
        try checkIssuer(of: certificate)
        try checkAuthority(now: now)
        let (start, end) = (certificate.notValidBefore, certificate.notValidAfter)
        try checkValidity(start, end, now: now)
        let subject = try LeafProfile.check(certificate)
        guard let publicKey = Curve25519.Signing.PublicKey(certificate.publicKey) else {
            throw .unsupportedAlgorithm(found: Printable.text("key \(certificate.publicKey)"))
        }
        return KnownLeaf(
            subject: subject, serverNames: LeafProfile.serverNames(certificate.extensions), validity: start...end,
            serial: SerialNumber.hex(certificate.serialNumber.bytes), publicKey: publicKey)
    }

    /// Checks what depends on who is expected, and on this handshake.
    private func checkPeer(
        _ leaf: KnownLeaf, _ digest: SHA256Digest, _ signature: [UInt8], over message: [UInt8]
    ) throws(PeerRejection) -> VerifiedPeer {
        let name = try checkExpectation(leaf)
        try checkRevocation(leaf.serial, name: name)
        guard leaf.publicKey.isValidSignature(signature, for: message) else { throw .badProof(name: name) }
        return VerifiedPeer(
            name: name, role: leaf.subject.role, serial: leaf.serial, fingerprint: Array(digest),
            notAfter: leaf.validity.upperBound)
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

    private func checkIssuer(of certificate: Certificate) throws(PeerRejection) {
        guard certificate.issuer == anchor.subject else {
            let found = Printable.text("\(certificate.issuer)")
            throw .wrongIssuer(found: found, expected: Printable.text("\(anchor.subject)"))
        }
        guard anchor.publicKey.isValidSignature(certificate.signature, for: certificate) else {
            throw .badCertificateSignature
        }
    }

    private func checkAuthority(now: Date) throws(PeerRejection) {
        guard anchor.isValid(at: now) else {
            let authority = anchor.certificate
            throw .authorityNotValid(notBefore: authority.notValidBefore, notAfter: authority.notValidAfter, now: now)
        }
    }

    private func checkValidity(_ start: Date, _ end: Date, now: Date) throws(PeerRejection) {
        guard start <= now else { throw .notYetValid(notBefore: start, now: now) }
        guard now <= end else { throw .expired(notAfter: end, now: now) }
    }

    /// Checks the role and, for a server, the name; returns the name that the peer goes by.
    private func checkExpectation(_ leaf: KnownLeaf) throws(PeerRejection) -> String {
        let role = leaf.subject.role
        guard role == expected.role else { throw .wrongRole(found: role, expected: expected.role) }
        guard let wanted = wantedNames else { return leaf.subject.name }
        let names = leaf.serverNames
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
}
