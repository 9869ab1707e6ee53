public import AuraWire

/// The way to a peer: a link and, on links that carry many peers, an address. Opaque to the session.
public struct SessionPath: Hashable, Sendable {
    /// The link's number in this process.
    public let link: UInt32
    /// The peer's address.
    public let remote: SocketAddress

    /// Makes a path from its parts.
    public init(link: UInt32, remote: SocketAddress) {
        self.link = link
        self.remote = remote
    }
}
