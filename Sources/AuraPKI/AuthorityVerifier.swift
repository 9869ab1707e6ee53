public import Foundation
internal import X509

/// Checks what an authority signs besides certificates.
public struct AuthorityVerifier: Sendable {
    private let anchor: TrustAnchor

    /// Makes a verifier of one authority's signatures.
    ///
    /// - Parameter authorityPEM: the authority's certificate: a PEM text with exactly one certificate.
    /// - Throws: `malformed`, `oversized` or `notAnAuthority`.
    public init(authorityPEM: String) throws(PKIError) {
        anchor = try TrustAnchor(pem: authorityPEM)
    }

    /// Checks the Ed25519 signature (RFC 8032), 64 bytes, of a message that begins with its signer's context, and then
    /// that the authority's certificate is valid.
    public func check(signature: [UInt8], over message: [UInt8], now: Date) throws(AuthorityRejection) {
        try check(signature: signature, over: message)
        try checkValidity(now: now)
    }

    /// Checks a signature alone, at no particular time: for what was accepted before.
    public func check(signature: [UInt8], over message: [UInt8]) throws(AuthorityRejection) {
        guard anchor.publicKey.isValidSignature(signature, for: message, signatureAlgorithm: .ed25519) else {
            throw .badSignature
        }
    }

    /// Checks that the authority's own certificate is valid.
    public func checkValidity(now: Date) throws(AuthorityRejection) {
        guard anchor.isValid(at: now) else {
            let certificate = anchor.certificate
            throw .notValid(notBefore: certificate.notValidBefore, notAfter: certificate.notValidAfter, now: now)
        }
    }
}

/// Why a signature of an authority is not accepted.
public enum AuthorityRejection: Error, Hashable, Sendable {
    /// It is not by the authority's key, or not of these bytes.
    case badSignature
    /// The authority's own certificate is not valid now.
    case notValid(notBefore: Date, notAfter: Date, now: Date)
}

extension AuthorityRejection: CustomStringConvertible {
    /// What was found and what was expected.
    public var description: String {
        switch self {
        case .badSignature: "the signature is not by our authority's key, or the bytes have changed"
        case .notValid(let from, let until, let now):
            "our authority is valid from \(from.ISO8601Format()) to \(until.ISO8601Format()), "
                + "now is \(now.ISO8601Format())"
        }
    }
}
