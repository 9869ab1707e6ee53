public import AuraWire

/// A host through which the server can be reached, and the port of each transport there.
public struct Bridge: Hashable, Sendable {
    /// A name or an address, as written where the bridge was found.
    public let host: String
    /// The port of each transport that the bridge has, 1...65535.
    public let ports: [TransportKind: UInt16]

    /// Makes a bridge of its parts.
    public init(host: String, ports: [TransportKind: UInt16]) {
        self.host = host
        self.ports = ports
    }

    /// True when `endpoint` is one of the bridge's: its host, with a transport at the port that the bridge has for it.
    public func leads(to endpoint: Endpoint) -> Bool {
        host == endpoint.host && ports[endpoint.transport] == endpoint.address.port
    }
}

extension Bridge: CustomStringConvertible {
    /// The host and the ports in an order of their own, for example `vpn.example quic=8444 udp=8443`.
    public var description: String {
        let ports = ports.sorted { $0.key.rawValue < $1.key.rawValue }.map { "\($0.key.rawValue)=\($0.value)" }
        return ([host] + ports).joined(separator: " ")
    }
}
