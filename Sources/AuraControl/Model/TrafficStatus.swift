/// Inner packets counted from this node's point of view.
///
/// What one end sends is what the other end receives plus what was lost or dropped on the way.
public struct TrafficStatus: Codable, Hashable, Sendable {
    /// Inner packets sealed and sent into the tunnel.
    public var txPackets: UInt64
    /// Bytes of those inner packets, without Aura's own headers.
    public var txBytes: UInt64
    /// Inner packets opened and delivered.
    public var rxPackets: UInt64
    /// Bytes of those inner packets.
    public var rxBytes: UInt64
    /// Packets dropped, by reason.
    public var drops: [String: UInt64]

    /// Counters that start at zero unless given.
    public init(
        txPackets: UInt64 = 0, txBytes: UInt64 = 0, rxPackets: UInt64 = 0, rxBytes: UInt64 = 0,
        drops: [String: UInt64] = [:]
    ) {
        self.txPackets = txPackets
        self.txBytes = txBytes
        self.rxPackets = rxPackets
        self.rxBytes = rxBytes
        self.drops = drops
    }

    enum CodingKeys: String, CodingKey {
        case txPackets = "tx_packets"
        case txBytes = "tx_bytes"
        case rxPackets = "rx_packets"
        case rxBytes = "rx_bytes"
        case drops
    }
}
