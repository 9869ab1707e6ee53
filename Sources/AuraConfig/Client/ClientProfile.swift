public import AuraWire

/// What a profile says, checked: everything that one client needs, in one file.
public struct ClientProfile: Hashable, Sendable {
    /// The client's name, as its certificate carries it.
    public var name: ClientName
    /// The name that the server's certificate must carry.
    public var serverName: HostName
    /// The key of the gate on UDP: ``ConfigurationLimits/outerKeyBytes`` bytes.
    public var outerKey: SecretBytes
    /// The control socket.
    public var controlSocket: ConfiguredPath
    /// The server to dial.
    public var server: ProfileServer
    /// The transports in the order in which they are dialled; each once, at least one that the server offers.
    public var transportOrder: [TransportKind]
    /// What the tcp and quic transports call the server towards everybody: the name in the TLS handshake (SNI) and the
    /// host of a request. An address is a host only: TLS has no name for it (RFC 6066 section 3), so none is sent, as a
    /// browser does.
    public var tlsName: HostName
    /// The TLS certificates that are accepted; with none, any is. The session inside proves who the server is in either
    /// case; a pin takes away from somebody in between what the outer layer hides.
    public var tlsPins: [CertificatePin]
    /// Where to find the server and others besides ``server``.
    public var bridges: ProfileBridges
    /// The tunnel and its routes.
    public var tunnel: ProfileTunnel
    /// What is logged and how.
    public var log: LogSettings
    /// The certificates and the key.
    public var pki: ProfilePKI

    /// The default of ``transportOrder``.
    public static let standardOrder: [TransportKind] = [.udp, .quic, .tcp]

    /// Makes a profile of its parts; without `controlSocket`, the standard one of the interface, and without `tlsName`
    /// the server's host if that is a name, else `serverName`.
    public init(
        name: ClientName, serverName: HostName, outerKey: SecretBytes, controlSocket: ConfiguredPath? = nil,
        server: ProfileServer, transportOrder: [TransportKind] = standardOrder, tlsName: HostName? = nil,
        tlsPins: [CertificatePin] = [], bridges: ProfileBridges = ProfileBridges(),
        tunnel: ProfileTunnel = ProfileTunnel(), log: LogSettings = LogSettings(), pki: ProfilePKI
    ) {
        self.name = name
        self.serverName = serverName
        self.outerKey = outerKey
        self.controlSocket = controlSocket ?? .standardSocket(of: tunnel.interface)
        self.server = server
        self.transportOrder = transportOrder
        self.tlsName = tlsName ?? Self.standardTLSName(host: server.host, serverName: serverName)
        self.tlsPins = tlsPins
        self.bridges = bridges
        self.tunnel = tunnel
        self.log = log
        self.pki = pki
    }

    /// Reads a profile. Throws every problem at once; a file that others can read is refused.
    public static func load(_ path: String) throws(ConfigurationError) -> ClientProfile {
        var profile = try ClientProfile(parsing: ConfigurationText(readingFile: path))
        profile.bridges.keep = profile.bridges.keep ?? ProfileBridges.standardKeep(of: path)
        return profile
    }

    /// The default of ``tlsName``.
    static func standardTLSName(host: HostName, serverName: HostName) -> HostName {
        host.address == nil ? host : serverName
    }

    /// The transports to dial in order, with their ports: those of the order that the server offers.
    public var dialOrder: [(kind: TransportKind, port: UInt16)] {
        transportOrder.compactMap { kind in server[kind].map { (kind, $0) } }
    }
}

extension ConfiguredPath {
    /// The control socket of a client unless another is configured.
    static func standardSocket(of interface: InterfaceName) -> ConfiguredPath {
        ConfiguredPath(absolute: "/run/aura/client-\(interface).sock")
    }
}
