public import AuraWire

/// A port for each transport; `nil` where none is given.
public struct TransportPorts: Hashable, Sendable {
    /// The port of Aura's own protocol over UDP, 1...65535.
    public var udp: UInt16?
    /// The port of TLS over TCP, 1...65535.
    public var tcp: UInt16?
    /// The port of QUIC, 1...65535.
    public var quic: UInt16?

    /// Makes the set; without arguments, no port is given.
    public init(udp: UInt16? = nil, tcp: UInt16? = nil, quic: UInt16? = nil) {
        self.udp = udp
        self.tcp = tcp
        self.quic = quic
    }

    /// The port of a transport.
    public subscript(kind: TransportKind) -> UInt16? {
        switch kind {
        case .udp: udp
        case .tcp: tcp
        case .quic: quic
        }
    }
}
