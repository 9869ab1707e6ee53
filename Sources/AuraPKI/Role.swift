/// What a certificate allows its holder to be, told by its extended key usage (RFC 5280 section 4.2.1.12).
public enum Role: String, Sendable, Hashable, CaseIterable {
    /// `serverAuth`: the holder answers clients.
    case server
    /// `clientAuth`: the holder dials servers.
    case client
}
