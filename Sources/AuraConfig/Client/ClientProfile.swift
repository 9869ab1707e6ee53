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
    /// The tunnel and its routes.
    public var tunnel: ProfileTunnel
    /// What is logged and how.
    public var log: LogSettings
    /// The certificates and the key.
    public var pki: ProfilePKI

    /// The default of ``transportOrder``.
    public static let standardOrder: [TransportKind] = [.udp, .quic, .tcp]

    /// Makes a profile of its parts; without `controlSocket`, the standard one of the interface.
    public init(
        name: ClientName, serverName: HostName, outerKey: SecretBytes, controlSocket: ConfiguredPath? = nil,
        server: ProfileServer, transportOrder: [TransportKind] = standardOrder,
        tunnel: ProfileTunnel = ProfileTunnel(), log: LogSettings = LogSettings(), pki: ProfilePKI
    ) {
        self.name = name
        self.serverName = serverName
        self.outerKey = outerKey
        self.controlSocket = controlSocket ?? .standardSocket(of: tunnel.interface)
        self.server = server
        self.transportOrder = transportOrder
        self.tunnel = tunnel
        self.log = log
        self.pki = pki
    }

    /// Reads a profile. Throws every problem at once; a file that others can read is refused.
    public static func load(_ path: String) throws(ConfigurationError) -> ClientProfile {
        try ClientProfile(parsing: ConfigurationText(readingFile: path))
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
