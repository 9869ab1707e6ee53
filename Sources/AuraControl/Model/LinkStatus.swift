/// The link that a client's packets take now.
public struct LinkStatus: Codable, Hashable, Sendable {
    /// Its transport: `udp`, `tcp` or `quic`.
    public var transport: String
    /// The server's outer address, as `host:port`.
    public var remoteAddress: String
    /// Since when packets take it, in Unix seconds; nil when that is not known.
    public var sinceUnix: Int64?

    /// Describes a link.
    public init(transport: String, remoteAddress: String, sinceUnix: Int64? = nil) {
        self.transport = transport
        self.remoteAddress = remoteAddress
        self.sinceUnix = sinceUnix
    }

    enum CodingKeys: String, CodingKey {
        case transport
        case remoteAddress = "remote_address"
        case sinceUnix = "since_unix"
    }
}
