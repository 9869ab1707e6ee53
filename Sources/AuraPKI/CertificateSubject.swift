/// Whom a certificate is issued to.
public enum CertificateSubject: Sendable, Hashable {
    /// A server that clients know by this name.
    case server(ServerName)
    /// A client of this name.
    case client(PeerName)

    /// The role that the certificate allows.
    public var role: Role {
        switch self {
        case .server: .server
        case .client: .client
        }
    }

    /// The name as it stands in records and logs.
    public var name: String {
        switch self {
        case .server(let name): name.description
        case .client(let name): name.text
        }
    }
}
