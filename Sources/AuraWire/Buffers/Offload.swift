/// What a device has left undone of a packet, or may leave undone when it takes one: see PROTOCOL.md, "Sealed payload".
public enum Offload: Hashable, Sendable {
    /// Nothing: a packet as it goes over a wire.
    case none
    /// Its TCP or UDP checksum. What the field holds means nothing.
    case checksum
    /// Cutting it into segments with this many bytes of payload each (the last may have fewer), and their checksums: it
    /// is one TCP or UDP packet of up to 65,535 bytes whose header stands for those of all its segments.
    case segments(of: UInt16)
}
