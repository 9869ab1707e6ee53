internal import AuraWire
internal import CAura

/// What is written without others: see ``BatchWriter``.
extension BatchWriter {
    /// Writes a packet that was not joined.
    mutating func writeOne<Sink: FrameSink>(
        _ packet: UnsafeMutableRawBufferPointer, _ offload: Offload, _ sink: Sink
    ) throws(DeviceError) {
        switch offload {
        case .none: try account(put(packet, VirtioHeader(), sink), packets: 1, bytes: packet.count, sink)
        case .checksum: try writePartial(packet, sink)
        case .segments(let size): try writeSegments(packet, size, sink)
        }
    }

    /// Writes a packet without its checksum: the kernel completes it, or we do.
    private mutating func writePartial<Sink: FrameSink>(
        _ packet: UnsafeMutableRawBufferPointer, _ sink: Sink
    ) throws(DeviceError) {
        var span = packet.packetSpan
        guard let layout = TransportLayout(span.span) else { return result.malformed += 1 }
        if sink.state != nil {
            TransportChecksum.prepare(&span, layout: layout)
        } else {
            TransportChecksum.complete(&span, layout: layout)
        }
        try account(put(packet, VirtioHeader(partial: layout), sink), packets: 1, bytes: packet.count, sink)
    }

    /// Writes a super-packet whole, if the device takes it, else in pieces.
    private mutating func writeSegments<Sink: FrameSink>(
        _ packet: UnsafeMutableRawBufferPointer, _ size: UInt16, _ sink: Sink
    ) throws(DeviceError) {
        let look = packet.packetSpan
        guard let cutter = SegmentCutter(look.span, segmentSize: size) else {
            return result.malformed += 1
        }
        guard cutter.count > 1 else { return try writePartial(packet, sink) }
        guard let state = sink.state, state.takes(cutter) else { return try cut(packet, cutter, sink) }
        let kind: DeviceOffloads = cutter.layout.isTCP ? .tcp : .udp
        let status = putSuperPacket(packet, cutter.layout, size, sink)
        guard !state.isRefusal(status, of: kind) else { return try cut(packet, cutter, sink) }
        let bytes = packet.count + (cutter.count - 1) * cutter.layout.payloadOffset
        try account(status, packets: cutter.count, bytes: bytes, sink)
    }

    private func putSuperPacket<Sink: FrameSink>(
        _ packet: UnsafeMutableRawBufferPointer, _ layout: TransportLayout, _ size: UInt16, _ sink: Sink
    ) -> Int {
        var span = packet.packetSpan
        TransportChecksum.prepare(&span, layout: layout)
        let reducesWindow = layout.isTCP && span[layout.transportOffset + 13] & TCPFlag.reduced != 0
        return put(packet, VirtioHeader(superPacket: layout, segmentSize: size, reducesWindow: reducesWindow), sink)
    }

    /// Writes a super-packet's segments one by one; they are made in its place.
    private mutating func cut<Sink: FrameSink>(
        _ packet: UnsafeMutableRawBufferPointer, _ cutter: SegmentCutter, _ sink: Sink
    ) throws(DeviceError) {
        var cutter = cutter
        var span = packet.packetSpan
        while let range = cutter.next(in: &span) {
            try writePartial(UnsafeMutableRawBufferPointer(rebasing: packet[range]), sink)
        }
    }
}
