/// The certificates and the key of a profile, in PEM form. They are not decoded here.
public struct ProfilePKI: Hashable, Sendable {
    /// The authority that the server's certificate must come from.
    public var ca: String
    /// The client's own certificate.
    public var certificate: String
    /// The client's private key.
    public var key: SecretBytes

    /// Makes the set of its parts.
    public init(ca: String, certificate: String, key: SecretBytes) {
        self.ca = ca
        self.certificate = certificate
        self.key = key
    }
}
