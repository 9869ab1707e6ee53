/// TCP and UDP checksums (RFC 9293 section 3.1, RFC 768, RFC 8200 section 8.1), in software or left to a kernel.
public enum TransportChecksum {
    /// Fills in the right checksum, whatever the field holds; false, and nothing is changed, when `packet` has no
    /// ``TransportLayout``. A UDP checksum of 0 would mean that there is none, and becomes 0xffff.
    @discardableResult
    public static func complete(_ packet: inout MutableSpan<UInt8>) -> Bool {
        guard let layout = TransportLayout(packet.span) else { return false }
        return complete(&packet, layout: layout)
    }

    /// The same for whoever knows the layout of `packet` already; false when it is not that of `packet`.
    @discardableResult
    public static func complete(_ packet: inout MutableSpan<UInt8>, layout: TransportLayout) -> Bool {
        guard packet.count == layout.packetLength else { return false }
        packet.store(UInt16(0), at: layout.checksumOffset)
        var checksum = pseudoHeader(packet.span, layout, payloadLength: layout.payloadLength)
        checksum.add(packet.span, layout.transportOffset..<layout.packetLength)
        let value = ~checksum.value
        packet.store(value == 0 && !layout.isTCP ? 0xffff : value, at: layout.checksumOffset)
        return true
    }

    /// Completes a checksum as a kernel asks for it in a virtio header: the field, `offset` bytes behind `start`, holds
    /// the sum of the pseudo-header, and everything from `start` on is to be added. Serves packets of any protocol.
    ///
    /// False, and nothing is changed, when the field is not inside the packet.
    @discardableResult
    public static func complete(_ packet: inout MutableSpan<UInt8>, from start: Int, at offset: Int) -> Bool {
        guard start >= 0, offset >= 0, start <= packet.count, offset <= packet.count - start - 2 else { return false }
        var checksum = InternetChecksum()
        checksum.add(packet.span, start..<packet.count)
        let value = ~checksum.value
        packet.store(value == 0 ? 0xffff : value, at: start + offset)
        return true
    }

    /// Writes the sum of the pseudo-header, which is what a kernel wants to find in the field of a checksum that it is
    /// to complete (`VIRTIO_NET_HDR_F_NEEDS_CSUM`). `layout` is that of `packet`.
    public static func prepare(_ packet: inout MutableSpan<UInt8>, layout: TransportLayout) {
        prepare(&packet, layout: layout, payloadLength: layout.payloadLength)
    }

    /// The same for a packet with another length of payload than `layout` says: the first of several that become one.
    public static func prepare(_ packet: inout MutableSpan<UInt8>, layout: TransportLayout, payloadLength: Int) {
        let sum = pseudoHeader(packet.span, layout, payloadLength: payloadLength).value
        packet.store(sum, at: layout.checksumOffset)
    }

    /// True when the checksum of `packet`, whose layout is `layout`, is right. UDP over IPv4 without a checksum has none
    /// that could be; over IPv6 it must have one.
    public static func isRight(_ packet: Span<UInt8>, layout: TransportLayout) -> Bool {
        guard packet.count == layout.packetLength else { return false }
        if !layout.isTCP && packet.integer16(at: layout.checksumOffset) == 0 { return false }
        var checksum = pseudoHeader(packet, layout, payloadLength: layout.payloadLength)
        checksum.add(packet, layout.transportOffset..<layout.packetLength)
        return checksum.value == 0xffff
    }

    /// True when the checksum of the IPv4 header of `packet`, whose layout is `layout`, is right; IPv6 has none.
    public static func isHeaderRight(_ packet: Span<UInt8>, layout: TransportLayout) -> Bool {
        guard !layout.isIPv6 else { return true }
        var checksum = InternetChecksum()
        checksum.add(packet, 0..<layout.transportOffset)
        return checksum.value == 0xffff
    }

    /// The sum of addresses, protocol and length.
    private static func pseudoHeader(
        _ packet: Span<UInt8>, _ layout: TransportLayout, payloadLength: Int
    ) -> InternetChecksum {
        let (source, length) = layout.isIPv6 ? (8, 16) : (12, 4)
        var checksum = InternetChecksum()
        checksum.add(packet, source..<(source + length))
        checksum.add(packet, layout.destinationOffset..<(layout.destinationOffset + length))
        checksum.add(UInt32(layout.isTCP ? IPProtocol.tcp : IPProtocol.udp))
        checksum.add(UInt32(truncatingIfNeeded: layout.payloadOffset - layout.transportOffset + payloadLength))
        return checksum
    }
}
