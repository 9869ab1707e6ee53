/// The first byte of a sealed payload (PROTOCOL.md, "Sealed payload"). The top bit is a flag and is kept for partial
/// checksums; kind 2 is kept for super-packets with their segment size.
public enum PayloadKind: UInt8, Sendable {
    /// One IP packet follows.
    case packet = 1
    /// One control message follows.
    case control = 3
}
