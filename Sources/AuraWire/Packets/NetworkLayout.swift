/// What lies in front of the TCP or UDP header: an IPv4 header with its options, or an IPv6 header with the extension
/// headers behind it.
struct NetworkLayout {
    let isIPv6: Bool
    /// Bytes in front of the payload.
    let length: Int
    let payloadProtocol: UInt8
    /// Where the address of the last destination lies.
    let destinationOffset: Int

    /// `nil` unless `packet` is unfragmented, and exactly as long as its header says.
    init?(_ packet: Span<UInt8>) {
        guard packet.count >= 20 else { return nil }
        switch packet[0] >> 4 {
        case 4: self.init(version4: packet)
        case 6: self.init(version6: packet)
        default: return nil
        }
    }

    private init?(version4 packet: Span<UInt8>) {
        isIPv6 = false
        length = Int(packet[0] & 0xf) * 4
        payloadProtocol = packet[9]
        // More fragments, or not the first: everything but "do not fragment" and the reserved bit.
        guard length >= 20, length <= packet.count, packet.integer16(at: 2) == packet.count,
            packet.integer16(at: 6) & 0x3fff == 0,
            let destination = SourceRoute.destination(version4: packet, headerLength: length)
        else { return nil }
        destinationOffset = destination
    }

    private init?(version6 packet: Span<UInt8>) {
        guard packet.count >= 40, packet.integer16(at: 4) == packet.count - 40 else { return nil }
        var (next, offset, destination) = (packet[6], 40, 24)
        var extensionHeaders = 0
        while next == IPProtocol.hopByHopOptions || next == IPProtocol.routing || next == IPProtocol.destinationOptions
        {
            guard extensionHeaders < TransportLayout.maximumExtensionHeaders, offset + 8 <= packet.count else {
                return nil
            }
            let end = offset + 8 + Int(packet[offset + 1]) * 8
            guard end <= packet.count else { return nil }
            if next == IPProtocol.routing {
                guard let last = SourceRoute.destination(version6: packet, offset..<end) else { return nil }
                destination = last ?? destination
            }
            (next, offset) = (packet[offset], end)
            extensionHeaders += 1
        }
        isIPv6 = true
        length = offset
        payloadProtocol = next
        destinationOffset = destination
    }
}
