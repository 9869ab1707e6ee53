/// Packets of a batch that go to a device as one: a single packet, or consecutive segments of one flow.
public struct PacketGroup: Hashable, Sendable {
    /// The entry of its first packet; ``PacketJoiner/next(after:)`` leads to the others.
    public let first: Int
    /// Its packets.
    public internal(set) var count = 1
    /// Bytes of the packet that they make together: all headers of the first, and everybody's payload.
    public internal(set) var length: Int
    /// Bytes of payload in each packet but the last, which may have fewer; means nothing for a single packet.
    public internal(set) var segmentSize = 0
    /// True when the last packet says "push" (TCP), and so the whole.
    public internal(set) var pushes = false
}
