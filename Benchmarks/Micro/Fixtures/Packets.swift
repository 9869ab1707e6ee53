import AuraWire

/// Packets to measure with.
enum Packets {
    /// One TCP packet of `length` bytes over IPv4, segment `number` of a stream; its checksums are partial.
    static func tcp(length: Int, number: Int = 0) -> [UInt8] {
        let payload = length - 40
        let sequence = UInt32(truncatingIfNeeded: number &* payload)
        var packet: [UInt8] = [0x45, 0, UInt8(length >> 8), UInt8(length & 0xff), UInt8(number >> 8 & 0xff)]
        packet += [UInt8(number & 0xff), 0x40, 0, 64, 6, 0, 0, 10, 77, 0, 2, 10, 77, 0, 1]
        packet += [0x9c, 0x40, 0x14, 0x51] + (0..<4).map { UInt8(truncatingIfNeeded: sequence >> UInt32(24 - 8 * $0)) }
        packet += [0, 0, 0, 1, 0x50, 0x10, 1, 0, 0, 0, 0, 0]
        return packet + (0..<payload).map { UInt8(truncatingIfNeeded: $0) }
    }

    /// A batch that holds these packets, each with room for a payload's prefix in front.
    static func batch(_ packets: [[UInt8]], _ offload: Offload = .none) -> PacketBatch {
        let headroom = PayloadKind.longestPrefix
        let bytes = packets.reduce(0) { $0 + $1.count + headroom }
        var batch = PacketBatch(capacity: packets.count, bytes: bytes, headroom: headroom)
        for packet in packets { append(packet, offload, to: &batch) }
        return batch
    }

    static func append(_ packet: [UInt8], _ offload: Offload, to batch: inout PacketBatch) {
        batch.append(upTo: packet.count) { output in
            output.withUnsafeMutableBytes { $0.copyBytes(from: packet) }
            return packet.count
        }
        if batch.count > 0 { batch.entries[batch.count - 1].offload = offload }
    }
}

/// A batch that closures share.
final class SharedBatch {
    var batch: PacketBatch

    init(_ batch: consuming PacketBatch) {
        self.batch = batch
    }
}
