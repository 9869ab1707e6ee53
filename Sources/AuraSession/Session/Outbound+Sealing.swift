internal import AuraWire

extension Outbound {
    /// Seals what the cursor points to and moves it on; false at its end, or when `datagrams` is full.
    mutating func sealNext(
        _ packets: inout PacketBatch, at cursor: inout SealCursor, longest: Int, into datagrams: inout PacketBatch,
        counting run: inout SealedRun
    ) throws(SealError) -> Bool {
        guard !cursor.isAtEnd else { return false }
        let entry = packets.entries[cursor.index]
        guard entry.length > 0 else {
            cursor.index += 1
            return true
        }
        if case .segments(let size) = entry.offload {
            return try sealSegments(
                of: size, &packets, at: &cursor, longest: longest, into: &datagrams, counting: &run)
        }
        guard try Self.hasRoom(for: entry.length, in: datagrams) else { return false }
        let kind = PayloadKind.packet.rawValue | (entry.offload == .checksum ? PayloadKind.partialChecksum : 0)
        try seal(&packets, cursor.index, 0..<entry.length, kind, into: &datagrams)
        run.count(packets: 1, bytes: entry.length)
        cursor.index += 1
        return true
    }

    private mutating func sealSegments(
        of size: UInt16, _ packets: inout PacketBatch, at cursor: inout SealCursor, longest: Int,
        into datagrams: inout PacketBatch, counting run: inout SealedRun
    ) throws(SealError) -> Bool {
        let index = cursor.index
        let begun = cursor.cutter ?? packets.withPacket(at: index) { SegmentCutter($0.span, segmentSize: size) }
        guard var cutter = begun else {
            run.malformed += 1
            cursor.index += 1
            return true
        }
        if cursor.cutter == nil, Self.mayGoWhole(packets.entries[index].length, cutter, longest: longest) {
            return try sealWhole(size, cutter.count, &packets, at: &cursor, into: &datagrams, counting: &run)
        }
        cursor.cutter = nil
        while cutter.nextLength > 0 {
            let length = cutter.nextLength
            guard try Self.hasRoom(for: length, in: datagrams) else {
                cursor.cutter = cutter
                return false
            }
            guard let segment = packets.withPacket(at: index, { cutter.next(in: &$0) }) else { break }
            let kind = PayloadKind.packet.rawValue | PayloadKind.partialChecksum
            try seal(&packets, index, segment, kind, into: &datagrams)
            run.count(packets: 1, bytes: length)
        }
        cursor.index += 1
        return true
    }

    private static func mayGoWhole(_ length: Int, _ cutter: SegmentCutter, longest: Int) -> Bool {
        length + PayloadKind.longestPrefix + PacketSealer.overhead <= longest
            && cutter.count <= PacketLimits.segmentsOfSuperPacket
    }

    private mutating func sealWhole(
        _ size: UInt16, _ count: Int, _ packets: inout PacketBatch, at cursor: inout SealCursor,
        into datagrams: inout PacketBatch, counting run: inout SealedRun
    ) throws(SealError) -> Bool {
        let length = packets.entries[cursor.index].length
        guard try Self.hasRoom(for: length + 2, in: datagrams) else { return false }
        packets.withBytes(at: cursor.index, -2..<0) { prefix in
            prefix[0] = UInt8(truncatingIfNeeded: size >> 8)
            prefix[1] = UInt8(truncatingIfNeeded: size)
        }
        let kind = PayloadKind.segments.rawValue | PayloadKind.partialChecksum
        try seal(&packets, cursor.index, -2..<length, kind, into: &datagrams)
        run.count(packets: count, bytes: length)
        cursor.index += 1
        return true
    }

    /// True when a payload of a kind byte and `length` more fits into a datagram; throws when it would not even fit into an
    /// empty batch.
    private static func hasRoom(for length: Int, in datagrams: borrowing PacketBatch) throws(SealError) -> Bool {
        if datagrams.hasRoom(for: length + Session.packetOverhead) { return true }
        guard datagrams.count > 0 else { throw .noRoom }
        return false
    }

    /// Seals the bytes of `range` of a packet, with the kind put in front of them.
    private mutating func seal(
        _ packets: inout PacketBatch, _ index: Int, _ range: Range<Int>, _ kind: UInt8,
        into datagrams: inout PacketBatch
    ) throws(SealError) {
        let remote = path.remote
        try packets.withBytes(at: index, (range.lowerBound - 1)..<range.upperBound) { payload throws(SealError) in
            payload[0] = kind
            let length = payload.count + PacketSealer.overhead
            try datagrams.append(upTo: length, remote: remote) { output throws(SealError) in
                try seal(payload.span, into: &output)
            }
        }
    }
}
