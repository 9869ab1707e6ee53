package import AuraWire

/// What a payload that was opened turns out to be (PROTOCOL.md, "Sealed payload"). Ranges are of the datagram.
package enum OpenedPayload {
    /// An inner packet, what is left to do of it, and how many packets it stands for.
    case packet(Range<Int>, Offload, count: Int)
    /// A control message.
    case control(Range<Int>)
    /// Nothing that we know.
    case unknown

    package init(_ datagram: Span<UInt8>, _ payload: Range<Int>) {
        self = .unknown
        guard let first = payload.first else { return }
        let isPartial = datagram[first] & PayloadKind.partialChecksum != 0
        switch PayloadKind(rawValue: datagram[first] & ~PayloadKind.partialChecksum) {
        case .packet:
            guard payload.count > 1 else { return }
            self = .packet(payload.dropFirst(), isPartial ? .checksum : .none, count: 1)
        case .segments where isPartial: self = Self.segments(datagram, payload) ?? .unknown
        case .control where !isPartial: self = .control(payload.dropFirst())
        case .segments, .control, nil: return
        }
    }

    /// A super-packet that can be cut, into no more segments than are allowed.
    private static func segments(_ datagram: Span<UInt8>, _ payload: Range<Int>) -> OpenedPayload? {
        let packet = payload.dropFirst(PayloadKind.longestPrefix)
        guard !packet.isEmpty else { return nil }
        let size = UInt16(datagram[payload.lowerBound + 1]) << 8 | UInt16(datagram[payload.lowerBound + 2])
        guard let cutter = SegmentCutter(datagram.extracting(packet), segmentSize: size),
            cutter.count <= PacketLimits.segmentsOfSuperPacket
        else { return nil }
        return .packet(packet, .segments(of: size), count: cutter.count)
    }
}
