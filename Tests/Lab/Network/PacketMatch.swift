/// Which packets a ``Firewall`` on the router looks for. Narrow one down: `.udp.towards(server).longer(than: 1228)`.
public struct PacketMatch: Sendable {
    /// Any of these, each in nft's words.
    var expressions: [String]

    /// Everything over UDP: the udp and the quic transport.
    public static let udp = PacketMatch(expressions: ["meta l4proto udp"])
    /// Everything over TCP.
    public static let tcp = PacketMatch(expressions: ["meta l4proto tcp"])
    /// Everything.
    public static let everything = PacketMatch(expressions: ["meta l4proto { udp, tcp, icmp, icmpv6 }"])

    /// What one of Aura's transports sends and gets, told by the server's port.
    public static func transport(_ transport: Transport) -> PacketMatch {
        let name = transport == .tcp ? "tcp" : "udp"
        return PacketMatch(expressions: ["dport", "sport"].map { "\(name) \($0) \(transport.port)" })
    }

    /// Only what leaves the router over this host's wire. The two ends of a wire have the same name.
    public func towards(_ end: Wire.End) -> PacketMatch { narrowed("oifname \"\(end.interface)\"") }

    /// Only what comes into the router over this host's wire.
    public func from(_ end: Wire.End) -> PacketMatch { narrowed("iifname \"\(end.interface)\"") }

    /// Only IP packets over so many bytes, the IP header included. For single datagrams, the wires must not carry bundles
    /// of them: ``Internet/carrySingleDatagrams()``.
    public func longer(than bytes: Int) -> PacketMatch { narrowed("meta length > \(bytes)") }

    private func narrowed(_ condition: String) -> PacketMatch {
        PacketMatch(expressions: expressions.map { "\(condition) \($0)" })
    }
}
