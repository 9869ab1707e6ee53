public import AuraWire

/// The server that a profile dials.
public struct ProfileServer: Hashable, Sendable {
    /// The name or address to dial.
    public var host: HostName
    /// The port of Aura's own protocol over UDP; `nil` when it is not offered.
    public var udp: UInt16?
    /// The port of TLS over TCP; `nil` when it is not offered.
    public var tcp: UInt16?
    /// The port of QUIC; `nil` when it is not offered.
    public var quic: UInt16?

    /// Makes a server of its parts.
    public init(host: HostName, udp: UInt16? = nil, tcp: UInt16? = nil, quic: UInt16? = nil) {
        self.host = host
        self.udp = udp
        self.tcp = tcp
        self.quic = quic
    }

    /// The port of a transport; `nil` when it is not offered.
    public subscript(kind: TransportKind) -> UInt16? {
        switch kind {
        case .udp: udp
        case .tcp: tcp
        case .quic: quic
        }
    }
}
