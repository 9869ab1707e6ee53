public import AuraWire

/// The ways into a server.
public struct ServerTransports: Hashable, Sendable {
    /// One way in.
    public struct Entry: Hashable, Sendable {
        /// Whether it is bound at all.
        public var enabled: Bool
        /// The port that is tried first, 1...65535.
        public var port: UInt16

        /// Makes an entry.
        public init(enabled: Bool = true, port: UInt16) {
            self.enabled = enabled
            self.port = port
        }
    }

    /// Aura's own protocol over UDP.
    public var udp: Entry
    /// TLS over TCP.
    public var tcp: Entry
    /// QUIC.
    public var quic: Entry

    /// How many ports each transport tries, the wanted one first, in ``ConfigurationLimits/portScan``; 0 and 1 both mean
    /// that port or none.
    public var portScan: Int
    /// Whether a server that cannot bind all that is enabled ends instead of serving the rest.
    public var requireAll: Bool

    /// The default of ``portScan``.
    public static let standardPortScan = 20

    /// Makes the set; without arguments, the defaults.
    public init(
        udp: Entry = standard(.udp), tcp: Entry = standard(.tcp), quic: Entry = standard(.quic),
        portScan: Int = standardPortScan, requireAll: Bool = false
    ) {
        self.udp = udp
        self.tcp = tcp
        self.quic = quic
        self.portScan = portScan
        self.requireAll = requireAll
    }

    /// The entry of a transport.
    public subscript(kind: TransportKind) -> Entry {
        switch kind {
        case .udp: udp
        case .tcp: tcp
        case .quic: quic
        }
    }

    /// The transports that are enabled.
    public var enabled: [TransportKind] { TransportKind.allCases.filter { self[$0].enabled } }

    /// The default of a transport: enabled on its standard port.
    public static func standard(_ kind: TransportKind) -> Entry { Entry(port: kind.standardPort) }
}

extension TransportKind {
    /// The port of a transport unless another is configured.
    public var standardPort: UInt16 {
        switch self {
        case .udp, .tcp: 8443
        case .quic: 8444
        }
    }
}
