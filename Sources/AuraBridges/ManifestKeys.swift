internal import AuraConfig

/// The keys of a manifest.
enum ManifestKeys {
    enum Root: String, ConfigurationKey {
        case version, serial
        case issuedAt = "issued_at"
        case expiresAt = "expires_at"
        case bridges, endpoints
    }

    enum Endpoint: String, ConfigurationKey { case host, udp, tcp, quic }
}
