internal import AuraWire

/// The header fields in which a joined packet differs from its first segment.
enum JoinedHeaders {
    /// Makes `headers`, a copy of those of a group's first packet with that layout, stand for the whole group.
    static func write(to headers: inout MutableSpan<UInt8>, _ layout: TransportLayout, _ group: PacketGroup) {
        if layout.isIPv6 {
            store(group.length - layout.transportOffset, to: &headers, at: 4)
        } else {
            writeVersion4(to: &headers, layout, group)
        }
        if !layout.isTCP {
            store(group.length - layout.transportOffset, to: &headers, at: layout.transportOffset + 4)
        } else if group.pushes {
            headers[layout.transportOffset + 13] |= TCPFlag.push
        }
        TransportChecksum.prepare(&headers, layout: layout, payloadLength: group.length - layout.payloadOffset)
    }

    private static func writeVersion4(
        to headers: inout MutableSpan<UInt8>, _ layout: TransportLayout, _ group: PacketGroup
    ) {
        store(group.length, to: &headers, at: 2)
        store(0, to: &headers, at: 10)
        var sum = InternetChecksum()
        sum.add(headers.span, 0..<layout.transportOffset)
        store(Int(~sum.value), to: &headers, at: 10)
    }

    private static func store(_ number: Int, to headers: inout MutableSpan<UInt8>, at offset: Int) {
        headers[offset] = UInt8(truncatingIfNeeded: number >> 8)
        headers[offset + 1] = UInt8(truncatingIfNeeded: number)
    }
}
