/// The numbers of a tunnel or client at about one moment.
public struct TrafficSnapshot: Hashable, Sendable {
    /// Packets sent towards the far end.
    public var txPackets: UInt64 = 0
    /// Bytes of those packets, as on the TUN device.
    public var txBytes: UInt64 = 0
    /// Packets received from the far end and delivered.
    public var rxPackets: UInt64 = 0
    /// Bytes of those packets, as on the TUN device.
    public var rxBytes: UInt64 = 0
    /// Packets dropped; a snapshot taken from counters has every reason in it.
    public var drops: [DropReason: UInt64] = [:]

    /// A snapshot of nothing.
    public init() {}

    /// Packets dropped for any reason.
    public var totalDrops: UInt64 { drops.values.reduce(0, &+) }
}
