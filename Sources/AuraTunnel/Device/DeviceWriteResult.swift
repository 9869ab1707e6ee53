/// What became of the packets of one write. Packets are counted as if each had been written by itself, without
/// offloads: a super-packet counts as its segments, headers included.
public struct DeviceWriteResult: Hashable, Sendable {
    /// Packets that the system took.
    public var writtenPackets = 0
    /// Bytes of those packets.
    public var writtenBytes = 0
    /// Packets that it called malformed, or that cannot have the offload that they are marked with.
    public var malformed = 0
    /// Packets that it had no room for, or that met an interface which is down or closed.
    public var refused = 0

    /// A result with nothing in it.
    public init() {}

    /// Packets that were not written.
    public var lost: Int { malformed + refused }
}
