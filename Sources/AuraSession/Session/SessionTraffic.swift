/// Inner packets that went through a session, and their bytes.
public struct SessionTraffic: Hashable, Sendable {
    /// Packets sealed.
    public let txPackets: UInt64
    /// Bytes of packets sealed.
    public let txBytes: UInt64
    /// Packets opened.
    public let rxPackets: UInt64
    /// Bytes of packets opened.
    public let rxBytes: UInt64
}
