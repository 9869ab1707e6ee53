/// What the first byte of a sealed payload says of what follows (PROTOCOL.md, "Sealed payload").
///
/// The top bit of the byte is a flag: the TCP or UDP checksum of the packet that follows is not there.
public enum PayloadKind: UInt8, Sendable {
    /// One IP packet follows.
    case packet = 1
    /// A segment size of two bytes and one super-packet follow. The flag is always set.
    case segments = 2
    /// One control message follows. The flag is never set.
    case control = 3

    /// The flag.
    public static let partialChecksum: UInt8 = 0x80
    /// Bytes in front of a super-packet: the kind, and the segment size.
    public static let longestPrefix = 3
}
