/// How a client reaches a tcp listener.
public struct TCPClientConfiguration: Hashable, Sendable {
    /// The name that TLS asks for in the clear (SNI); `nil` when the server is known by address only.
    public var serverName: String?
    /// What the request's Host field says: the server's name or address, with a port unless it is 443.
    public var host: String
    /// SHA-256 of certificates in DER. If there are any, the server's must be one of them.
    ///
    /// TLS checks nothing else: the session inside proves who the server is, and the proof of the outer key is good for
    /// the certificate that was shown and no other.
    public var pins: [[UInt8]] = []
    /// Mark for policy routing (SO_MARK), so that the tunnel's own packets can be kept out of the tunnel. Linux only;
    /// needs CAP_NET_ADMIN.
    public var mark: UInt32?
    /// From the first packet to the server's answer, at most.
    public var timeout = Duration.seconds(5)

    /// Takes what has no default.
    public init(serverName: String?, host: String) {
        self.serverName = serverName
        self.host = host
    }
}
