/// What carries Aura's datagrams outside the tunnel.
public enum Transport: String, CaseIterable, Sendable, CustomStringConvertible {
    /// Aura's own protocol over UDP.
    case udp
    /// QUIC datagrams.
    case quic
    /// TLS 1.3 over TCP.
    case tcp

    /// The word in configurations and in status.
    public var description: String { rawValue }

    /// The server's port in the lab.
    public var port: UInt16 { self == .quic ? 8444 : 8443 }
}

extension ConfigurationText {
    /// Makes a profile dial these transports, in this order, and no others.
    public func setOrder(_ order: [Transport]) throws {
        let names = order.map { "\"\($0)\"" }.joined(separator: ", ")
        try set("order", in: "transport", to: "[\(names)]")
    }
}
