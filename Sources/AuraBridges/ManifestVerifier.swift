internal import AuraConfig
public import AuraPKI
public import Foundation

/// Tells the manifests of one authority from everything else. Nothing is parsed before its signature is right.
public struct ManifestVerifier: Sendable {
    private let authority: AuthorityVerifier

    /// Makes a verifier of one authority's manifests.
    ///
    /// - Parameter authorityPEM: the authority's certificate in PEM.
    /// - Throws: `malformed`, `oversized` or `notAnAuthority`.
    public init(authorityPEM: String) throws(PKIError) {
        authority = try AuthorityVerifier(authorityPEM: authorityPEM)
    }

    /// Checks signature, form and limits, but not the times in the manifest.
    ///
    /// - Parameter now: when the authority's own certificate must be valid.
    public func authenticate(_ bytes: [UInt8], now: Date) throws(ManifestRejection) -> SignedManifest {
        let parts = try split(bytes)
        try checking { () throws(AuthorityRejection) in
            try authority.check(signature: parts.signature, over: SignatureLine.message(parts.text), now: now)
        }
        return try parse(parts.text, of: bytes)
    }

    /// As ``authenticate(_:now:)`` at a time when the authority was valid: for what a reader has accepted before.
    func recognise(_ bytes: [UInt8]) throws(ManifestRejection) -> SignedManifest {
        let parts = try split(bytes)
        try checking { () throws(AuthorityRejection) in
            try authority.check(signature: parts.signature, over: SignatureLine.message(parts.text))
        }
        return try parse(parts.text, of: bytes)
    }

    /// Checks that the authority's own certificate is valid.
    func checkAuthority(now: Date) throws(ManifestRejection) {
        try checking { () throws(AuthorityRejection) in try authority.checkValidity(now: now) }
    }

    /// Checks everything, the manifest's times included.
    public func verify(_ bytes: [UInt8], now: Date) throws(ManifestRejection) -> SignedManifest {
        let signed = try authenticate(bytes, now: now)
        try checkTimes(signed.manifest, now: now)
        return signed
    }

    /// Checks the times of a manifest: signed in the past, within ``ManifestLimits/clockTolerance``, and not over.
    public func checkTimes(_ manifest: Manifest, now: Date) throws(ManifestRejection) {
        let tolerance = TimeInterval(ManifestLimits.clockTolerance.components.seconds)
        guard manifest.issuedAt <= now.addingTimeInterval(tolerance) else {
            throw .notYetValid(issuedAt: manifest.issuedAt, now: now)
        }
        guard now <= manifest.expiresAt else { throw .expired(expiresAt: manifest.expiresAt, now: now) }
    }
}

extension ManifestVerifier {
    private func split(_ bytes: [UInt8]) throws(ManifestRejection) -> (text: ArraySlice<UInt8>, signature: [UInt8]) {
        guard bytes.count <= ManifestLimits.maximumBytes else { throw .tooLarge }
        guard let parts = SignatureLine.split(bytes) else { throw .noSignature }
        return parts
    }

    private func checking(_ check: () throws(AuthorityRejection) -> Void) throws(ManifestRejection) {
        do throws(AuthorityRejection) {
            try check()
        } catch {
            throw ManifestRejection(error)
        }
    }

    private func parse(_ text: ArraySlice<UInt8>, of bytes: [UInt8]) throws(ManifestRejection) -> SignedManifest {
        do throws(ConfigurationError) {
            let manifest = try Manifest(parsing: ConfigurationText(bytes: Array(text), path: "manifest"))
            return SignedManifest(manifest, bytes: bytes)
        } catch {
            throw .malformed(error.problems)
        }
    }
}
