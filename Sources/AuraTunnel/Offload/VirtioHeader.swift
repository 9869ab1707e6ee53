internal import AuraWire

/// The header that a TUN device with `IFF_VNET_HDR` puts in front of each packet, and wants in front of each:
/// `virtio_net_hdr` of linux/virtio_net.h, with numbers in the byte order of the machine. Linux is the only system that
/// has it.
public struct VirtioHeader: Hashable, Sendable {
    /// Bytes of the header.
    public static let length = 10
    /// `VIRTIO_NET_HDR_F_NEEDS_CSUM`: the checksum is not complete.
    static let needsChecksum: UInt8 = 1
    /// `VIRTIO_NET_HDR_GSO_TCPV4`, a super-packet of TCP over IPv4.
    static let segmentsTCP4: UInt8 = 1
    /// `VIRTIO_NET_HDR_GSO_TCPV6`, one of TCP over IPv6.
    static let segmentsTCP6: UInt8 = 4
    /// `VIRTIO_NET_HDR_GSO_UDP_L4`, one of UDP (Linux 6.2).
    static let segmentsUDP: UInt8 = 5
    /// `VIRTIO_NET_HDR_GSO_ECN`, beside a TCP type: the first segment says "congestion window reduced".
    static let congestionWindowReduced: UInt8 = 0x80

    /// `needsChecksum`, or bits that mean nothing here.
    public var flags: UInt8 = 0
    /// What kind of super-packet this is; 0 for none.
    public var segmentation: UInt8 = 0
    /// Bytes of all headers of a super-packet; a hint.
    public var headerLength: UInt16 = 0
    /// Bytes of payload in each segment of a super-packet.
    public var segmentSize: UInt16 = 0
    /// Where the checksum begins to count, in bytes from the packet's first.
    public var checksumStart: UInt16 = 0
    /// Where its field is, in bytes from there.
    public var checksumOffset: UInt16 = 0

    /// The header of a packet that is complete.
    public init() {}

    /// The header of a packet with that layout whose checksum is not complete.
    init(partial layout: TransportLayout) {
        flags = Self.needsChecksum
        checksumStart = UInt16(truncatingIfNeeded: layout.transportOffset)
        checksumOffset = layout.isTCP ? 16 : 6
    }

    /// The header of a super-packet that begins with headers of that layout.
    init(superPacket layout: TransportLayout, segmentSize: UInt16, reducesWindow: Bool) {
        self.init(partial: layout)
        switch (layout.isTCP, layout.isIPv6) {
        case (true, false): segmentation = Self.segmentsTCP4
        case (true, true): segmentation = Self.segmentsTCP6
        case (false, _): segmentation = Self.segmentsUDP
        }
        if reducesWindow, layout.isTCP { segmentation |= Self.congestionWindowReduced }
        headerLength = UInt16(truncatingIfNeeded: layout.payloadOffset)
        self.segmentSize = segmentSize
    }

    /// Reads the header from bytes; `nil` when there are too few.
    public init?(_ bytes: RawSpan) {
        guard bytes.byteCount >= Self.length else { return nil }
        flags = bytes.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt8.self)
        segmentation = bytes.unsafeLoadUnaligned(fromByteOffset: 1, as: UInt8.self)
        headerLength = bytes.unsafeLoadUnaligned(fromByteOffset: 2, as: UInt16.self)
        segmentSize = bytes.unsafeLoadUnaligned(fromByteOffset: 4, as: UInt16.self)
        checksumStart = bytes.unsafeLoadUnaligned(fromByteOffset: 6, as: UInt16.self)
        checksumOffset = bytes.unsafeLoadUnaligned(fromByteOffset: 8, as: UInt16.self)
    }

    /// Writes the header into the first bytes of a span, which has to be long enough.
    public func write(to bytes: inout MutableRawSpan) {
        bytes.storeBytes(of: flags, toByteOffset: 0, as: UInt8.self)
        bytes.storeBytes(of: segmentation, toByteOffset: 1, as: UInt8.self)
        bytes.storeBytes(of: headerLength, toByteOffset: 2, as: UInt16.self)
        bytes.storeBytes(of: segmentSize, toByteOffset: 4, as: UInt16.self)
        bytes.storeBytes(of: checksumStart, toByteOffset: 6, as: UInt16.self)
        bytes.storeBytes(of: checksumOffset, toByteOffset: 8, as: UInt16.self)
    }
}
