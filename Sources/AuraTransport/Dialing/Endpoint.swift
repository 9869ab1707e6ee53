public import AuraWire

/// One way to a server: a transport, an address with the transport's port, and the host that led there.
public struct Endpoint: Hashable, Sendable {
    /// How.
    public let transport: TransportKind
    /// Where to.
    public let address: SocketAddress
    /// The name or address that was dialled: that of the ``Bridge`` to which this belongs.
    public let host: String

    /// Makes an endpoint of its parts.
    public init(transport: TransportKind, address: SocketAddress, host: String) {
        self.transport = transport
        self.address = address
        self.host = host
    }
}

extension Endpoint: CustomStringConvertible {
    /// For example `quic 192.0.2.1:8444`.
    public var description: String { "\(transport.rawValue) \(address)" }
}
