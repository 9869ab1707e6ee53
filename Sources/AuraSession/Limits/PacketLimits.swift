/// How far packet counters go (PROTOCOL.md, "Limits").
public struct PacketLimits: Sendable {
    /// Packets under one key after which new keys are asked for.
    public var rekeyAfterPackets: UInt64 = 1 << 32
    /// Packets under one key, at most: sealing then fails. Far below the end of the counter, which never wraps.
    public var rejectAfterPackets: UInt64 = 1 << 33

    /// Segments that a super-packet stands for at most when it goes whole; a peer's that stands for more is malformed. What a
    /// peer sends on for another may have to be cut, and must not become endless work.
    public static let segmentsOfSuperPacket = 2_048

    /// The limits above.
    public init() {}
}
