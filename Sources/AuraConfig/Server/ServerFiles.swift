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
    /// The certificate of the tcp and quic transports, which is what strangers see, with its chain (PEM, the leaf first).
    public var tlsCertificate: ConfiguredPath
    /// Its private key (PEM), readable by its owner only.
    public var tlsKey: ConfiguredPath
    /// ``ConfigurationLimits/quicSecretBytes`` random bytes, readable by their owner only: the secret of the quic
    /// transport's stateless resets and Retry tokens. While it stays, a client soon learns of a restart.
    public var quicSecret: ConfiguredPath
    /// The bridges manifest that is handed to clients; a missing file means that there is none.
    public var bridges: ConfiguredPath
    /// The control socket.
    public var controlSocket: ConfiguredPath

    /// The default of ``controlSocket``.
    public static let standardControlSocket = "/run/aura/server.sock"

    /// Makes the set of parts.
    public init(
        certificate: ConfiguredPath, key: ConfiguredPath, ca: ConfiguredPath, revoked: ConfiguredPath,
        leases: ConfiguredPath, tlsCertificate: ConfiguredPath, tlsKey: ConfiguredPath, quicSecret: ConfiguredPath,
        bridges: ConfiguredPath, controlSocket: ConfiguredPath
    ) {
        self.certificate = certificate
        self.key = key
        self.ca = ca
        self.revoked = revoked
        self.leases = leases
        self.tlsCertificate = tlsCertificate
        self.tlsKey = tlsKey
        self.quicSecret = quicSecret
        self.bridges = bridges
        self.controlSocket = controlSocket
    }

    /// The default names in the directory of server.toml; `nil` when `directory` cannot be part of a path.
    public init?(standardIn directory: String, ca: String = "ca/ca.pem") {
        guard let certificate = ConfiguredPath("server.pem", in: directory),
            let key = ConfiguredPath("server.key", in: directory), let ca = ConfiguredPath(ca, in: directory),
            let revoked = ConfiguredPath("revoked.txt", in: directory),
            let leases = ConfiguredPath("leases.json", in: directory),
            let tlsCertificate = ConfiguredPath("tls.pem", in: directory),
            let tlsKey = ConfiguredPath("tls.key", in: directory),
            let quicSecret = ConfiguredPath("quic.secret", in: directory),
            let bridges = ConfiguredPath("bridges.toml", in: directory),
            let socket = ConfiguredPath(Self.standardControlSocket, in: directory)
        else { return nil }
        self.init(
            certificate: certificate, key: key, ca: ca, revoked: revoked, leases: leases,
            tlsCertificate: tlsCertificate, tlsKey: tlsKey, quicSecret: quicSecret, bridges: bridges,
            controlSocket: socket)
    }
}
