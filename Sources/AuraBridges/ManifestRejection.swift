public import AuraConfig
public import AuraPKI
public import Foundation

/// Why a manifest is not accepted.
public enum ManifestRejection: Error, Hashable, Sendable {
    /// It is larger than ``ManifestLimits/maximumBytes``.
    case tooLarge
    /// Its last line is no signature.
    case noSignature
    /// The signature is another authority's, or a byte has changed.
    case badSignature
    /// The authority's own certificate is not valid now.
    case authorityNotValid(AuthorityRejection)
    /// The authority signed what is no manifest.
    case malformed([ConfigurationProblem])
    /// It was signed in the future.
    case notYetValid(issuedAt: Date, now: Date)
    /// Its time is over.
    case expired(expiresAt: Date, now: Date)
    /// A newer one was seen before.
    case older(found: UInt64, kept: UInt64)
    /// Another one with the same serial number was seen before.
    case conflicting(serial: UInt64)

    init(_ rejection: AuthorityRejection) {
        switch rejection {
        case .badSignature: self = .badSignature
        case .notValid: self = .authorityNotValid(rejection)
        }
    }

    /// A short name for counters.
    public var label: String {
        switch self {
        case .tooLarge: "too_large"
        case .noSignature: "no_signature"
        case .badSignature: "bad_signature"
        case .authorityNotValid: "authority_not_valid"
        case .malformed: "malformed"
        case .notYetValid: "not_yet_valid"
        case .expired: "expired"
        case .older: "older"
        case .conflicting: "conflicting"
        }
    }
}

extension ManifestRejection: CustomStringConvertible {
    /// What was found, what was expected, what to do; one line.
    public var description: String {
        switch self {
        case .tooLarge: "more than \(ManifestLimits.maximumBytes) bytes found; such a file is no manifest"
        case .noSignature:
            "no signature in the last line, which must end in one line feed without a carriage return; get the file anew, "
                + "unchanged, from where aura sign-bridges wrote it"
        case .badSignature:
            "the signature does not fit: another authority's manifest, or a changed one; get the file anew"
        case .authorityNotValid(let rejection): "\(rejection); check the clock"
        case .malformed(let problems): Self.told(problems)
        case .notYetValid(let issuedAt, let now):
            "signed at \(issuedAt.ISO8601Format()), now is \(now.ISO8601Format()): check both clocks"
        case .expired(let expiresAt, let now):
            "valid until \(expiresAt.ISO8601Format()) only, now is \(now.ISO8601Format()): aura sign-bridges makes a new one"
        case .older(let found, let kept):
            "serial \(found) found, but \(kept) was seen already: aura sign-bridges must give a higher one"
        case .conflicting(let serial):
            "another manifest with serial \(serial) was seen already: aura sign-bridges must give a higher one"
        }
    }

    /// Problems that one line repeats.
    private static let maximumProblemsTold = 4

    private static func told(_ problems: [ConfigurationProblem]) -> String {
        let text = problems.prefix(maximumProblemsTold).map(\.description).joined(separator: " | ")
        return problems.count <= maximumProblemsTold
            ? text : text + " | and \(problems.count - maximumProblemsTold) more problems"
    }
}
