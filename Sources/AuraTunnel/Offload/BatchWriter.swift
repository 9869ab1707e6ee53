internal import AuraWire
internal import CAura

/// Writes batches to a device: in super-packets where the device takes them, else packet by packet. Owned by one thread
/// at a time; nothing in it is allocated twice.
///
/// Unsafe code, here and in the extensions, and why it is sound: `vectors` and `headers` are allocated here and freed
/// once, by `deinit` of a type that cannot be copied. Pointers into a batch are made from entries whose ranges are
/// checked against its memory, and used while the batch lends it.
struct BatchWriter: ~Copyable, @unchecked Sendable {
    /// Room for a virtio header and the headers of any packet that joins: 40 bytes of IPv6 and 60 of TCP at most.
    private static let headerRoom = VirtioHeader.length + 100

    /// Finds the groups.
    var joiner = PacketJoiner()
    /// The pieces of a frame: its headers, then as many payloads as a group has packets.
    let vectors: UnsafeMutableBufferPointer<iovec>
    /// The virtio header, and behind it those of a joined packet.
    let headers: UnsafeMutableRawBufferPointer
    /// What became of the packets of this batch.
    var result = DeviceWriteResult()

    init() {
        vectors = .allocate(capacity: OpenFlow.maximumPieces + 1)
        vectors.initialize(repeating: iovec())
        headers = .allocate(byteCount: Self.headerRoom, alignment: 16)
        headers.initializeMemory(as: UInt8.self, repeating: 0)
    }

    deinit {
        vectors.deallocate()
        headers.deallocate()
    }

    /// Writes every packet that is not dropped.
    mutating func write<Sink: FrameSink>(
        _ packets: inout PacketBatch, to sink: Sink
    ) throws(DeviceError) -> DeviceWriteResult {
        result = DeviceWriteResult()
        try packets.withStorage { memory, entries throws(DeviceError) in
            guard let state = sink.state else {
                for entry in entries where entry.length > 0 { try writeOne(memory.packet(entry), entry.offload, sink) }
                return
            }
            try writeGroups(memory, entries, sink, state)
        }
        return result
    }

    private mutating func writeGroups<Sink: FrameSink>(
        _ memory: UnsafeMutableRawBufferPointer, _ entries: [PacketBatch.Entry], _ sink: Sink, _ state: OffloadState
    ) throws(DeviceError) {
        joiner.plan(UnsafeRawBufferPointer(memory), entries, joining: state.offloads)
        for index in 0..<joiner.count {
            let group = joiner.group(index)
            if group.count > 1 {
                try writeJoined(group, memory, entries, sink, state)
            } else {
                try writeOne(memory.packet(entries[group.first]), entries[group.first].offload, sink)
            }
        }
    }

    /// Counts what became of a frame that stands for `packets` packets of `bytes` bytes in all.
    mutating func account<Sink: FrameSink>(
        _ status: Int, packets: Int, bytes: Int, _ sink: Sink
    ) throws(DeviceError) {
        if status >= 0 {
            result.writtenPackets += packets
            result.writtenBytes += bytes
            return
        }
        switch try sink.loss(Int32(clamping: -status)) {
        case .malformed: result.malformed += packets
        case .refused: result.refused += packets
        }
    }

    /// Writes a frame of one packet, with a header in front of it where the device has those; returns a negated errno,
    /// or anything else.
    func put<Sink: FrameSink>(_ packet: UnsafeMutableRawBufferPointer, _ header: VirtioHeader, _ sink: Sink) -> Int {
        vectors[1] = iovec(iov_base: packet.baseAddress, iov_len: packet.count)
        guard sink.state != nil else { return sink.put(UnsafeBufferPointer(rebasing: vectors[1..<2])) }
        setHeader(header, length: VirtioHeader.length)
        return sink.put(UnsafeBufferPointer(rebasing: vectors[..<2]))
    }

    /// Makes the first `length` bytes of `headers` the first piece, and the virtio header the beginning of that.
    func setHeader(_ header: VirtioHeader, length: Int) {
        var bytes = headers.mutableBytes
        header.write(to: &bytes)
        vectors[0] = iovec(iov_base: headers.baseAddress, iov_len: length)
    }
}

extension UnsafeMutableRawBufferPointer {
    /// The bytes of one packet of a batch whose memory this is; a range outside is a programming error and traps.
    func packet(_ entry: PacketBatch.Entry) -> UnsafeMutableRawBufferPointer {
        UnsafeMutableRawBufferPointer(rebasing: self[entry.offset..<(entry.offset + entry.length)])
    }

    var packetSpan: MutableSpan<UInt8> {
        @_lifetime(borrow self)
        get {
            let span = MutableSpan<UInt8>(_unsafeElements: assumingMemoryBound(to: UInt8.self))
            return unsafe _overrideLifetime(span, borrowing: self)
        }
    }
}
