/// One transport of this node.
public struct TransportStatus: Codable, Hashable, Sendable {
    /// `udp`, `tcp` or `quic`.
    public var name: String
    /// What it is doing.
    public var state: TransportState
    /// The bound address on a server, the remote address on a client, as `host:port`; empty when there is none.
    public var address: String
    /// More to say, such as why it failed or which port had been wanted.
    public var detail: String?

    /// Describes a transport.
    public init(name: String, state: TransportState, address: String = "", detail: String? = nil) {
        self.name = name
        self.state = state
        self.address = address
        self.detail = detail
    }
}
