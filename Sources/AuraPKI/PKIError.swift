public import Foundation

/// Why a certificate or key of our own cannot be made or used. Never holds key bytes.
public enum PKIError: Error, Sendable, Equatable {
    /// A PEM text is longer than ``PKILimits/maximumPEMBytes``.
    case oversized(what: String, bytes: Int, limit: Int)
    /// A PEM text does not hold exactly one well-formed object of its kind.
    case malformed(what: String, reason: String)
    /// The private key does not belong to the certificate.
    case keyMismatch(certificate: String)
    /// The certificate is not one of an Aura authority.
    case notAnAuthority(reason: String)
    /// The certificate is not one that an Aura authority issues to a server or a client.
    case notAnIdentity(reason: String)
    /// A validity that cannot be given.
    case invalidValidity(reason: String)
    /// A certificate would outlive its authority.
    case outlivesAuthority(notAfter: Date, authorityNotAfter: Date)
    /// The cryptography library failed.
    case cryptography(reason: String)
}

extension PKIError: CustomStringConvertible {
    /// What was found and what was expected, in one line.
    public var description: String {
        switch self {
        case .oversized(let what, let bytes, let limit): "\(what): \(bytes) bytes found, at most \(limit) expected"
        case .malformed(let what, let reason): "\(what): \(reason)"
        case .keyMismatch(let certificate): "the private key does not belong to the certificate of \(certificate)"
        case .notAnAuthority(let reason): "not a certificate of an Aura authority: \(reason)"
        case .notAnIdentity(let reason): "not a certificate that an Aura authority issues: \(reason)"
        case .invalidValidity(let reason): "invalid validity: \(reason)"
        case .outlivesAuthority(let notAfter, let limit):
            """
            the certificate would be valid until \(notAfter.ISO8601Format()), but its authority only until \
            \(limit.ISO8601Format()): ask for fewer days, or make a new authority
            """
        case .cryptography(let reason): "the cryptography library failed: \(reason)"
        }
    }
}
