public import AuraCrypto
public import AuraWire

/// What hides the session on the wire of a UDP link (PROTOCOL.md, "The gate").
///
/// The header of a data datagram is masked in place; every other datagram is sealed whole. On the way in, what is
/// neither is dropped without a trace but a counter.
public struct OuterGate: Sendable {
    /// Bytes that sealing adds to a handshake or cookie datagram; data datagrams do not grow.
    public static let sealOverhead = OuterSealer.overhead
    /// The shortest data datagram: header, one sealed byte, tag.
    public static let minimumDataLength = 33

    private static let sealedTypes = DatagramType.handshake.rawValue...DatagramType.cookie.rawValue

    private let mask: HeaderMask
    private let sealer: OuterSealer

    /// Makes the gate that `key` opens.
    public init(key: OuterKey) {
        mask = key.headerMask
        sealer = key.handshakeSealer
    }

    /// Hides what the session made, in place. Handshakes and cookies come back sealed in a batch of their own (they are
    /// rare enough to pay for its memory) and are dropped from `batch`; what is neither is dropped and counted.
    public func cover(_ batch: inout PacketBatch, counting tally: inout LinkStatistics) -> PacketBatch? {
        var sealed: PacketBatch?
        for index in 0..<batch.count where batch.entries[index].length > 0 {
            if batch.withPacket(at: index, { maskData(&$0) }) { continue }
            seal(index, of: &batch, into: &sealed, counting: &tally)
        }
        return sealed
    }

    /// Masks a data datagram; false when it is something else.
    @inline(__always)
    private func maskData(_ datagram: inout MutableSpan<UInt8>) -> Bool {
        guard Self.readsAsData(datagram) else { return false }
        mask.apply(to: &datagram)
        return true
    }

    /// Uncovers what was received, in place; what is not ours is dropped and counted. Returns how many are left.
    public func uncover(_ batch: inout PacketBatch, counting tally: inout LinkStatistics) -> Int {
        var left = 0
        for index in 0..<batch.count where batch.entries[index].length > 0 {
            let length = batch.entries[index].length
            guard let plain = batch.withPacket(at: index, { uncover(&$0) }) else {
                batch.drop(at: index)
                tally.drop(.notOurs)
                continue
            }
            if plain.count != length { batch.narrow(at: index, to: plain) }
            tally.received.add(datagrams: 1, bytes: length)
            left += 1
        }
        return left
    }

    /// Moves datagram `index`, which is not data, into `sealed`, which is made with the first; drops what a session does
    /// not make.
    private func seal(
        _ index: Int, of batch: inout PacketBatch, into sealed: inout PacketBatch?,
        counting tally: inout LinkStatistics
    ) {
        let entry = batch.entries[index]
        defer { batch.drop(at: index) }
        guard batch.withPacket(at: index, { Self.sealedTypes.contains($0[0]) }) else { return tally.drop(.malformed) }
        if sealed == nil { sealed = Self.makeSealed(for: batch.entries[index...]) }
        do throws(OuterSealError) {
            try batch.withPacket(at: index) { plain throws(OuterSealError) in
                _ = try sealed?.append(upTo: entry.length + Self.sealOverhead, remote: entry.remote) {
                    output throws(OuterSealError) in try sealer.seal(plain.span, into: &output)
                }
            }
        } catch {
            tally.drop(.failed)
        }
    }

    /// A batch in which all of `entries` have room once they are sealed.
    private static func makeSealed(for entries: ArraySlice<PacketBatch.Entry>) -> PacketBatch {
        PacketBatch(capacity: entries.count, bytes: entries.reduce(0) { $0 + $1.length + sealOverhead })
    }

    /// The range of the plain datagram in `datagram`, `nil` when it is not ours.
    @inline(__always)
    private func uncover(_ datagram: inout MutableSpan<UInt8>) -> Range<Int>? {
        if datagram.count >= Self.minimumDataLength {
            mask.apply(to: &datagram)
            if Self.readsAsData(datagram) { return 0..<datagram.count }
            mask.apply(to: &datagram)
        }
        guard let plain = sealer.open(&datagram), !plain.isEmpty else { return nil }
        return Self.sealedTypes.contains(datagram[plain.lowerBound]) ? plain : nil
    }

    @inline(__always)
    private static func readsAsData(_ datagram: borrowing MutableSpan<UInt8>) -> Bool {
        datagram.count >= minimumDataLength && datagram[0] == DatagramType.data.rawValue
            && datagram[1] | datagram[2] | datagram[3] == 0
    }
}
