/// The files and the socket of a server.
public struct ServerFiles: Hashable, Sendable {
    /// The server's certificate (PEM).
    public var certificate: ConfiguredPath
    /// The server's private key (PEM), readable by its owner only.
    public var key: ConfiguredPath
    /// The certificate of the authority that issues clients' certificates (PEM).
    public var ca: ConfiguredPath
    /// The list of revoked serial numbers; a missing file revokes nothing.
    public var revoked: ConfiguredPath
    /// Where the addresses given to clients are kept.
    public var leases: ConfiguredPath
    /// The control socket.
    public var controlSocket: ConfiguredPath

    /// The default of ``controlSocket``.
    public static let standardControlSocket = "/run/aura/server.sock"

    /// Makes the set of parts.
    public init(
        certificate: ConfiguredPath, key: ConfiguredPath, ca: ConfiguredPath, revoked: ConfiguredPath,
        leases: ConfiguredPath, controlSocket: ConfiguredPath
    ) {
        self.certificate = certificate
        self.key = key
        self.ca = ca
        self.revoked = revoked
        self.leases = leases
        self.controlSocket = controlSocket
    }

    /// The default names in the directory of server.toml; `nil` when `directory` cannot be part of a path.
    public init?(standardIn directory: String, ca: String = "ca/ca.pem") {
        guard let certificate = ConfiguredPath("server.pem", in: directory),
            let key = ConfiguredPath("server.key", in: directory), let ca = ConfiguredPath(ca, in: directory),
            let revoked = ConfiguredPath("revoked.txt", in: directory),
            let leases = ConfiguredPath("leases.json", in: directory),
            let socket = ConfiguredPath(Self.standardControlSocket, in: directory)
        else { return nil }
        self.init(
            certificate: certificate, key: key, ca: ca, revoked: revoked, leases: leases, controlSocket: socket)
    }
}
