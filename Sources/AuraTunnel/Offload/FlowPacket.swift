internal import AuraWire

/// What joining wants to know of a TCP or UDP packet without IP options, extension headers or fragments; made by one
/// look at its headers. Words that are only compared stay in the byte order they lie in.
struct FlowPacket {
    /// The bit of `network` for packets with a partial checksum.
    static let partialMark: UInt64 = 1 << 63

    /// Whose packet it is.
    let key: FlowKey
    /// What all packets of a group have in common in front of TCP or UDP, whether their checksums are partial, and
    /// TCP's urgent pointer.
    let network: UInt64
    /// What they have in common of TCP: acknowledged number, header length, flags other than "push", window.
    var transport: UInt64 = 0
    /// IPv4's identification.
    let identification: UInt16
    /// True when the identification may be the same in all packets: IPv4 that must not be fragmented (RFC 6864), IPv6.
    let mayKeepIdentification: Bool
    /// TCP's sequence number.
    var sequence: UInt32 = 0
    /// Bytes in front of TCP or UDP.
    let transportOffset: Int
    /// Bytes of all headers.
    let headerLength: Int
    /// Bytes of the packet.
    let length: Int
    /// False for what always stands alone: SYN, FIN, RST and their like, no payload, wrong lengths or header checksum.
    var mayJoin: Bool
    /// True when nothing may follow in the same group.
    var ends = false

    /// Bytes behind the headers; nothing sensible unless `mayJoin`.
    @inline(__always)
    var payloadLength: Int { length &- headerLength }

    /// True when the checksum is still to be completed.
    @inline(__always)
    var isPartial: Bool { network & Self.partialMark != 0 }

    @inline(__always)
    var isTCP: Bool { UInt8(truncatingIfNeeded: key.ports >> 32) == IPProtocol.tcp }
}
