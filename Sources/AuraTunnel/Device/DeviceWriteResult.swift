/// What became of the packets of one write.
public struct DeviceWriteResult: Hashable, Sendable {
    /// Packets that the system took.
    public var writtenPackets = 0
    /// Bytes of those packets.
    public var writtenBytes = 0
    /// Packets that it called malformed.
    public var malformed = 0
    /// Packets that it had no room for, or that met an interface which is down or closed.
    public var refused = 0

    /// A result with nothing in it.
    public init() {}

    /// Packets that were not written.
    public var lost: Int { malformed + refused }
}
