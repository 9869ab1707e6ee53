public import AuraWire

extension VirtioHeader {
    /// What a kernel that put this header in front of `packet` has left undone of it; `nil` for a header that makes no
    /// sense with that packet, which is then to be dropped.
    ///
    /// A checksum that no ``TransportLayout`` tells the place of (kernels leave that of any protocol) is completed here
    /// and now, so that nobody else has to know of such packets.
    public func offload(of packet: inout MutableSpan<UInt8>) -> Offload? {
        guard segmentation == 0 else { return segments(packet.span) }
        guard flags & Self.needsChecksum != 0 else { return Offload.none }
        if let layout = TransportLayout(packet.span), describes(layout) { return .checksum }
        let completed = TransportChecksum.complete(&packet, from: Int(checksumStart), at: Int(checksumOffset))
        return completed ? Offload.none : nil
    }

    private func segments(_ packet: Span<UInt8>) -> Offload? {
        guard flags & Self.needsChecksum != 0, segmentSize > 0, let layout = TransportLayout(packet), describes(layout),
            isKind(of: layout), layout.payloadLength > 0
        else { return nil }
        return .segments(of: segmentSize)
    }

    private func describes(_ layout: TransportLayout) -> Bool {
        Int(checksumStart) == layout.transportOffset && checksumOffset == (layout.isTCP ? 16 : 6)
    }

    private func isKind(of layout: TransportLayout) -> Bool {
        switch segmentation {
        case Self.segmentsTCP4, Self.segmentsTCP4 | Self.congestionWindowReduced: layout.isTCP && !layout.isIPv6
        case Self.segmentsTCP6, Self.segmentsTCP6 | Self.congestionWindowReduced: layout.isTCP && layout.isIPv6
        case Self.segmentsUDP: !layout.isTCP
        default: false
        }
    }
}
