/// What a peer must prove to be.
public enum ExpectedPeer: Sendable, Hashable {
    /// Any client of our authority that is not revoked.
    case client
    /// A server of our authority whose certificate carries the name; any server when the name is nil.
    case server(named: ServerName?)
    /// A server of our authority whose certificate carries one of the names.
    case serverNamed(oneOf: Set<ServerName>)

    /// The role that the peer's certificate must allow.
    public var role: Role {
        switch self {
        case .client: .client
        case .server, .serverNamed: .server
        }
    }
}
