internal import AuraConfig
internal import AuraCrypto
internal import AuraPKI
internal import AuraSession
internal import Foundation

/// Turns the texts and files that a configuration names into what the session works with.
enum PKILoading {
    static func identity(certificate: String, key: String) throws(NodeError) -> Identity {
        do { return try Identity(certificatePEM: certificate, privateKeyPEM: key) } catch { throw .pki(error) }
    }

    static func verifier(
        authority: String, expecting peer: ExpectedPeer, revocations: RevocationList = RevocationList()
    ) throws(NodeError) -> PeerVerifier {
        do {
            return try PeerVerifier(authorityPEM: authority, expecting: peer, revocations: revocations)
        } catch {
            throw .pki(error)
        }
    }

    static func outerKey(_ secret: SecretBytes) throws(NodeError) -> OuterKey {
        guard let key = OuterKey(bytes: secret.bytes) else {
            throw .configuration("outer_key is not \(OuterKey.length) bytes long")
        }
        return key
    }

    /// Fails now rather than at every handshake when peers would refuse `identity`.
    static func check(
        _ identity: Identity, authority: String, as peer: ExpectedPeer, now: Date = Date()
    ) throws(NodeError) {
        let probe = Array("aura self check".utf8)
        let signature: [UInt8]
        do { signature = try identity.sign(probe) } catch { throw .pki(error) }
        let verifier = try verifier(authority: authority, expecting: peer)
        do {
            _ = try verifier.verify(leaf: identity.certificateDER, signature: signature, over: probe, now: now)
        } catch {
            throw .ownCertificate(error)
        }
    }
}
