/// Where the last destination stands of a packet that is sent by way of other hosts: its checksum is about that address,
/// while the header has the address of the next host (RFC 1122 section 3.2.1.8, RFC 8200 section 8.1).
enum SourceRoute {
    /// The offset of the address in an IPv4 packet whose header is whole; `nil` when its options make no sense.
    static func destination(version4 packet: Span<UInt8>, headerLength: Int) -> Int? {
        var offset = 20
        while offset < headerLength {
            switch packet[offset] {
            case 0: return 16
            case 1: offset += 1
            case let kind:
                guard offset + 2 <= headerLength else { return nil }
                let length = Int(packet[offset + 1])
                guard length >= 2, offset + length <= headerLength else { return nil }
                // Loose and strict source route: kind, length, pointer to the next address (from 1), addresses.
                if kind == 131 || kind == 137 {
                    guard length >= 3 else { return nil }
                    return length >= 7 && packet[offset + 2] <= length - 3 ? offset + length - 4 : 16
                }
                offset += length
            }
        }
        return 16
    }

    /// The offset of the address in the IPv6 routing header at `range`, which is inside the packet; `.some(nil)` when the
    /// packet has no more hosts to visit, `nil` when the header is of an unknown kind or makes no sense.
    static func destination(version6 packet: Span<UInt8>, _ range: Range<Int>) -> Int?? {
        guard packet[range.lowerBound + 3] > 0 else { return .some(nil) }
        guard range.count >= 24 else { return nil }
        switch packet[range.lowerBound + 2] {
        case 0: return range.lowerBound + 8 + (range.count - 8) / 16 * 16 - 16
        // Mobility (RFC 6275) has one address, and segment routing (RFC 8754) begins with the last one.
        case 2, 4: return range.lowerBound + 8
        default: return nil
        }
    }
}
