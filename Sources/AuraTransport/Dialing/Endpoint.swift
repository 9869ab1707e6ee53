public import AuraWire

/// One way to a server: a transport, and an address with the transport's port.
public struct Endpoint: Hashable, Sendable {
    /// How.
    public let transport: TransportKind
    /// Where to.
    public let address: SocketAddress

    /// Makes an endpoint of its parts.
    public init(transport: TransportKind, address: SocketAddress) {
        self.transport = transport
        self.address = address
    }
}

extension Endpoint: CustomStringConvertible {
    /// For example `quic 192.0.2.1:8444`.
    public var description: String { "\(transport.rawValue) \(address)" }
}
