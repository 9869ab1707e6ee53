/// How far packet counters go (PROTOCOL.md, "Limits").
public struct PacketLimits: Sendable {
    /// Packets under one key after which new keys are asked for.
    public var rekeyAfterPackets: UInt64 = 1 << 32
    /// Packets under one key, at most: sealing then fails. Far below the end of the counter, which never wraps.
    public var rejectAfterPackets: UInt64 = 1 << 33

    /// The limits above.
    public init() {}
}
