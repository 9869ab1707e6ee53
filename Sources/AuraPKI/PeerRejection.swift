public import Foundation

/// The check that a peer's certificate or proof failed, with what was found and what was expected.
///
/// It is for the local log; a peer is told nothing of it.
public enum PeerRejection: Error, Sendable, Equatable {
    /// The certificate is longer than ``PKILimits/maximumCertificateBytes``.
    case oversized(bytes: Int, limit: Int)
    /// The bytes are not exactly one certificate in DER.
    case malformed(reason: String)
    /// The certificate is not of X.509 version 3.
    case unsupportedVersion(found: String)
    /// Its key, its signature or the algorithm named inside the signed part is not Ed25519.
    case unsupportedAlgorithm(found: String)
    /// It names another issuer than our authority.
    case wrongIssuer(found: String, expected: String)
    /// It was not signed by our authority's key.
    case badCertificateSignature
    /// Our authority's own certificate is not valid now.
    case authorityNotValid(notBefore: Date, notAfter: Date, now: Date)
    /// The certificate's validity has not begun.
    case notYetValid(notBefore: Date, now: Date)
    /// The certificate's validity has ended.
    case expired(notAfter: Date, now: Date)
    /// It has a critical extension that Aura does not know.
    case unknownCriticalExtension(oid: String)
    /// It is an authority's certificate, which no peer may use.
    case authorityCertificate
    /// Its key usage does not allow digital signatures.
    case wrongKeyUsage(found: String)
    /// Its extended key usage is not exactly one role.
    case unclearRole(found: String)
    /// It is for the other role.
    case wrongRole(found: Role, expected: Role)
    /// The name in it is not one that Aura issues.
    case invalidName(reason: String)
    /// It does not carry the name of the server that was dialled.
    case wrongServerName(found: [String], expected: String)
    /// Its serial number was revoked.
    case revoked(serial: String, name: String, at: Date)
    /// The signature over the message is not by the certificate's key.
    case badProof(name: String)
}

extension PeerRejection: CustomStringConvertible {
    /// What was found and what was expected, in one line of printable characters.
    public var description: String {
        switch self {
        case .oversized(let bytes, let limit): "certificate of \(bytes) bytes found, at most \(limit) expected"
        case .malformed(let reason): "malformed certificate: \(reason)"
        case .unsupportedVersion(let found): "certificate of version \(found) found, 3 expected"
        case .unsupportedAlgorithm(let found): "certificate with \(found) found, Ed25519 expected"
        case .wrongIssuer(let found, let expected): "certificate by \(found) found, by \(expected) expected"
        case .badCertificateSignature: "the certificate's signature is not by our authority's key"
        case .authorityCertificate: "the certificate is an authority's, which no peer may use"
        case .unknownCriticalExtension(let oid): "unknown critical extension \(oid)"
        case .wrongKeyUsage(let found): "key usage \(found) found, digital signature expected"
        case .unclearRole(let found):
            "extended key usage \(found) found, exactly one of serverAuth and clientAuth expected"
        case .wrongRole(let found, let expected):
            "a \(found.rawValue)'s certificate found, a \(expected.rawValue)'s expected"
        case .invalidName(let reason): reason
        case .wrongServerName(let found, let expected):
            "certificate for \(found.joined(separator: ", ")) found, for \(expected) expected"
        case .revoked(let serial, let name, let at):
            "the certificate \(serial) of \(name) was revoked at \(at.ISO8601Format())"
        case .badProof(let name): "the signature is not by the key of \(name)'s certificate"
        case .authorityNotValid, .notYetValid, .expired: validityDescription
        }
    }

    private var validityDescription: String {
        switch self {
        case .authorityNotValid(let from, let until, let now):
            "our authority is valid from \(from.ISO8601Format()) to \(until.ISO8601Format()), "
                + "now is \(now.ISO8601Format())"
        case .notYetValid(let from, let now):
            "certificate valid from \(from.ISO8601Format()) only, now is \(now.ISO8601Format()): check both clocks"
        case .expired(let until, let now):
            "certificate valid until \(until.ISO8601Format()) only, now is \(now.ISO8601Format()): "
                + "it must be issued anew"
        default: ""
        }
    }
}
