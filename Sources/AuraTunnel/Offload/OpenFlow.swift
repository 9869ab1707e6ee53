internal import AuraWire

/// A group that may still grow, and what its next packet must look like.
struct OpenFlow: Sendable {
    /// Groups are no longer than a packet can say it is, nor of more pieces than one system call takes (IOV_MAX is
    /// 1,024).
    static let maximumLength = 65_535
    static let maximumPieces = 1_000
    /// UDP_MAX_SEGMENTS of kernels before 6.9, which refuse more.
    static let maximumDatagrams = 64

    /// Whose group it is.
    var key = FlowKey.nobody
    /// False when the flow's next packet begins another group.
    var isOpen = false
    /// When it was last looked for.
    var lastUse: UInt32 = 0
    /// Its place among the groups.
    var group = 0
    /// The entry of the last packet.
    var last = 0

    private var network: UInt64 = 0
    private var transport: UInt64 = 0
    private var nextSequence: UInt32 = 0
    private var identification: UInt16 = 0
    private var mayKeepIdentification = false
    /// By how much identification grows with each packet: 0 or 1, known from the second packet on.
    private var step: UInt16 = 0
    private var count = 0
    private var length = 0
    private var headerLength = 0
    private var segmentSize = 0
    private var isVerified = false

    init() {}

    /// Begins a group with a packet that may join others.
    @inline(__always)
    mutating func begin(_ packet: FlowPacket, group: Int, entry: Int) {
        (key, self.group, last) = (packet.key, group, entry)
        isOpen = !packet.ends
        network = packet.network
        transport = packet.transport
        nextSequence = packet.sequence &+ UInt32(truncatingIfNeeded: packet.payloadLength)
        identification = packet.identification
        mayKeepIdentification = packet.mayKeepIdentification
        headerLength = packet.headerLength
        (count, length, segmentSize) = (1, packet.length, packet.payloadLength)
        isVerified = false
    }

    /// True when a packet of this flow continues the group, as far as fields in fixed places tell.
    @inline(__always)
    func continues(with packet: FlowPacket) -> Bool {
        guard isOpen, packet.network == network, packet.transport == transport else { return false }
        let payload = packet.payloadLength
        guard payload <= segmentSize, length &+ payload <= Self.maximumLength,
            count < (packet.isTCP ? Self.maximumPieces : Self.maximumDatagrams)
        else { return false }
        return (!packet.isTCP || packet.sequence == nextSequence) && hasNextIdentification(packet)
    }

    @inline(__always)
    private func hasNextIdentification(_ packet: FlowPacket) -> Bool {
        let difference = packet.identification &- identification
        if count == 1 { return difference == 1 || (difference == 0 && mayKeepIdentification) }
        return difference == step &* UInt16(truncatingIfNeeded: count)
    }

    /// True when options are the same and checksums right; `first` is the group's first packet.
    @inline(__always)
    mutating func agrees(with packet: FlowPacket, _ bytes: RawSpan, first: RawSpan) -> Bool {
        if packet.isTCP {
            var offset = packet.transportOffset &+ 20
            while offset < headerLength {
                guard bytes.word32(offset) == first.word32(offset) else { return false }
                offset &+= 4
            }
        }
        return packet.isPartial || hasRightChecksums(bytes, first: first)
    }

    /// Joined packets go out with a checksum that counts as right, so each of them must have been.
    private mutating func hasRightChecksums(_ bytes: RawSpan, first: RawSpan) -> Bool {
        if !isVerified {
            guard Self.hasRightChecksum(first) else { return false }
            isVerified = true
        }
        return Self.hasRightChecksum(bytes)
    }

    private static func hasRightChecksum(_ bytes: RawSpan) -> Bool {
        let packet = Span<UInt8>(_bytes: bytes)
        guard let layout = TransportLayout(packet) else { return false }
        return TransportChecksum.isRight(packet, layout: layout)
    }

    /// Adds a packet for which both answers were yes.
    @inline(__always)
    mutating func add(_ packet: FlowPacket, entry: Int) {
        let payload = packet.payloadLength
        if count == 1 { step = packet.identification &- identification }
        nextSequence &+= UInt32(truncatingIfNeeded: payload)
        length &+= payload
        count &+= 1
        last = entry
        isOpen = !packet.ends && payload == segmentSize
    }
}
