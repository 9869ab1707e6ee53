/// What the tunnel needs to know of an IP packet: its version, its addresses and its length (RFC 791, RFC 8200).
public struct IPPacketHeader: Hashable, Sendable {
    /// Where it says it comes from.
    public let source: IPAddress
    /// Where it wants to go.
    public let destination: IPAddress
    /// The length that its header states, header included, in bytes.
    public let totalLength: Int

    /// Reads the header at the front of `packet`; `nil` unless it is IPv4 or IPv6, whole, and exactly as long as it says.
    @inlinable
    public init?(_ packet: Span<UInt8>) {
        guard packet.count >= 20 else { return nil }
        switch packet[0] >> 4 {
        case 4:
            guard packet[0] & 0xf >= 5 else { return nil }
            source = .v4(IPv4Address(bits: UInt32(truncatingIfNeeded: Self.bits(packet, 12, 4))))
            destination = .v4(IPv4Address(bits: UInt32(truncatingIfNeeded: Self.bits(packet, 16, 4))))
            totalLength = Int(packet[2]) << 8 | Int(packet[3])
            guard totalLength >= Int(packet[0] & 0xf) * 4 else { return nil }
        case 6:
            guard packet.count >= 40 else { return nil }
            source = .v6(IPv6Address(bits: UInt128(Self.bits(packet, 8, 8)) << 64 | UInt128(Self.bits(packet, 16, 8))))
            destination = .v6(
                IPv6Address(bits: UInt128(Self.bits(packet, 24, 8)) << 64 | UInt128(Self.bits(packet, 32, 8))))
            totalLength = 40 + (Int(packet[4]) << 8 | Int(packet[5]))
        default: return nil
        }
        guard totalLength == packet.count else { return nil }
    }

    @inlinable
    static func bits(_ packet: Span<UInt8>, _ offset: Int, _ count: Int) -> UInt64 {
        var bits: UInt64 = 0
        for index in offset..<(offset + count) { bits = bits << 8 | UInt64(packet[index]) }
        return bits
    }
}
