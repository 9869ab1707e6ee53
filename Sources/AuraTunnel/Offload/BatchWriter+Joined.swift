internal import AuraWire
internal import CAura

/// What is written together: see ``BatchWriter``.
extension BatchWriter {
    /// Writes a group as one super-packet. Its packets stay as they are, so if the kernel wants none of it, they follow
    /// one by one.
    mutating func writeJoined<Sink: FrameSink>(
        _ group: PacketGroup, _ memory: UnsafeMutableRawBufferPointer, _ entries: [PacketBatch.Entry], _ sink: Sink,
        _ state: OffloadState
    ) throws(DeviceError) {
        let first = memory.packet(entries[group.first])
        let look = first.packetSpan
        guard let layout = TransportLayout(look.span) else {
            return try writeApart(group, memory, entries, sink)
        }
        writeHeaders(of: group, first, layout)
        gather(group, memory, entries, headerLength: layout.payloadOffset)
        let status = sink.put(UnsafeBufferPointer(rebasing: vectors[...group.count]))
        guard !state.isRefusal(status, of: layout.isTCP ? .tcp : .udp) else {
            return try writeApart(group, memory, entries, sink)
        }
        let bytes = group.length + (group.count - 1) * layout.payloadOffset
        try account(status, packets: group.count, bytes: bytes, sink)
    }

    private mutating func writeApart<Sink: FrameSink>(
        _ group: PacketGroup, _ memory: UnsafeMutableRawBufferPointer, _ entries: [PacketBatch.Entry], _ sink: Sink
    ) throws(DeviceError) {
        var index: Int? = group.first
        while let entry = index {
            try writeOne(memory.packet(entries[entry]), entries[entry].offload, sink)
            index = joiner.next(after: entry)
        }
    }

    /// Makes the virtio header and the headers of the whole.
    private func writeHeaders(of group: PacketGroup, _ first: UnsafeMutableRawBufferPointer, _ layout: TransportLayout)
    {
        let copy = UnsafeMutableRawBufferPointer(rebasing: headers[VirtioHeader.length...])
        copy.copyMemory(from: UnsafeRawBufferPointer(rebasing: first[..<layout.payloadOffset]))
        var span = copy.packetSpan
        JoinedHeaders.write(to: &span, layout, group)
        setHeader(
            VirtioHeader(
                superPacket: layout, segmentSize: UInt16(truncatingIfNeeded: group.segmentSize), reducesWindow: false),
            length: VirtioHeader.length + layout.payloadOffset)
    }

    /// Lists the payloads behind the headers.
    private func gather(
        _ group: PacketGroup, _ memory: UnsafeMutableRawBufferPointer, _ entries: [PacketBatch.Entry], headerLength: Int
    ) {
        var entry = group.first
        for piece in 1...group.count {
            let packet = memory.packet(entries[entry])
            vectors[piece] = iovec(
                iov_base: packet.baseAddress.map { $0 + headerLength }, iov_len: packet.count - headerLength)
            entry = joiner.next(after: entry) ?? entry
        }
    }
}
