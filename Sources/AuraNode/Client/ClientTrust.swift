internal import AuraBridges
internal import AuraConfig
internal import AuraPKI
internal import AuraSession
internal import Crypto

/// Whom a client trusts, and who it is: all that comes from the certificates of its profile.
struct ClientTrust: Sendable {
    /// What the session works with: the client's identity, and who its server may be without a manifest.
    let configuration: ClientConfiguration
    /// Checks bridges manifests.
    let manifests: ManifestVerifier
    /// Sets this client apart from others, for the order in which it tries bridges; no secret.
    let seed: [UInt8]
    private let authority: String

    init(_ profile: ClientProfile) throws(NodeError) {
        authority = profile.pki.ca
        let identity = try PKILoading.identity(certificate: profile.pki.certificate, key: profile.pki.key.text)
        let name: ServerName
        do { name = try ServerName(profile.serverName.text) } catch {
            throw .configuration("client.server_name: \(error)")
        }
        let verifier = try PKILoading.verifier(authority: authority, expecting: .serverNamed(oneOf: [name]))
        var configuration = ClientConfiguration(identity: identity, verifier: verifier)
        configuration.timing.rekey(after: profile.tunnel.rekeyAfter)
        self.configuration = configuration
        do { manifests = try ManifestVerifier(authorityPEM: authority) } catch { throw .pki(error) }
        seed = Array(SHA256.hash(data: identity.certificateDER))
    }

    /// Checks servers that go by one of these names.
    func verifier(of names: Set<ServerName>) throws(NodeError) -> PeerVerifier {
        try PKILoading.verifier(authority: authority, expecting: .serverNamed(oneOf: names))
    }
}
