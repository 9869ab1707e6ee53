internal import AuraConfig
public import AuraPKI
public import Foundation

/// A manifest that is known to be the authority's: made by signing, or by verifying.
public struct SignedManifest: Hashable, Sendable {
    /// What it says.
    public let manifest: Manifest
    /// The whole text with its signature, as it is passed on.
    public let bytes: [UInt8]

    init(_ manifest: Manifest, bytes: [UInt8]) {
        self.manifest = manifest
        self.bytes = bytes
    }

    /// Signs a manifest. What cannot be read back is not signed: it is checked as a client would check it.
    public static func sign(
        _ manifest: Manifest, by authority: CertificateAuthority, now: Date
    ) throws(ManifestError) -> SignedManifest {
        let text = Array(manifest.rendered().utf8)
        let signature: [UInt8]
        let verifier: ManifestVerifier
        do {
            signature = try authority.sign(SignatureLine.message(text[...]))
            verifier = try ManifestVerifier(authorityPEM: authority.certificatePEM)
        } catch {
            throw .authority(error)
        }
        do throws(ManifestRejection) {
            return try verifier.verify(text + SignatureLine.line(signature), now: now)
        } catch {
            throw .rejected(error)
        }
    }
}
