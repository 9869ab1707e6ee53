import AuraSession
import AuraWire

/// Data datagrams of a session, for nodes that move single packets.
enum Datagram {
    /// Seals one inner packet.
    static func seal(
        _ packet: [UInt8], in session: Session, now: ContinuousClock.Instant
    ) throws(SealError) -> (datagram: [UInt8], run: SealedRun) {
        var packets = batch(of: packet, headroom: PayloadKind.longestPrefix)
        var sealed = PacketBatch(capacity: 1, bytes: packet.count + Session.packetOverhead)
        var cursor = SealCursor(0..<1)
        let run = try session.seal(&packets, from: &cursor, into: &sealed, now: now)
        return (bytes(of: &sealed), run)
    }

    /// Opens one datagram; the packet is empty when there was none in it.
    static func open(
        _ datagram: [UInt8], in session: Session, from path: SessionPath, now: ContinuousClock.Instant
    ) -> (packet: [UInt8], report: OpenReport) {
        var received = batch(of: datagram)
        let report = session.open(&received, 0..<1, from: path, now: now)
        return (bytes(of: &received), report)
    }

    /// A batch with one packet in it.
    static func batch(of packet: [UInt8], headroom: Int = 0) -> PacketBatch {
        var batch = PacketBatch(capacity: 1, bytes: packet.count + headroom, headroom: headroom)
        batch.append(upTo: packet.count) { output in
            for index in packet.indices { output[index] = packet[index] }
            return packet.count
        }
        return batch
    }

    private static func bytes(of batch: inout PacketBatch) -> [UInt8] {
        batch.withPacket(at: 0) { packet in packet.span.indices.map { packet.span[$0] } }
    }
}
