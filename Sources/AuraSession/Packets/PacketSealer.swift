internal import AuraCrypto
internal import AuraWire
internal import Crypto

/// Seals payloads under one direction's key, a new counter each (PROTOCOL.md, "Data packets").
struct PacketSealer: ~Copyable, Sendable {
    /// Bytes that a data datagram adds to its sealed payload: header and tag.
    static let overhead = DataHeader.length + PacketKey.tagLength

    private let key: PacketKey
    private let receiverIndex: UInt32
    private let limits: PacketLimits
    /// The counter of the next packet, which is also the number of packets sealed.
    private(set) var counter: UInt64 = 0

    init(key: SymmetricKey, receiverIndex: UInt32, limits: PacketLimits) {
        self.key = PacketKey(key)
        self.receiverIndex = receiverIndex
        self.limits = limits
    }

    /// True once so many packets went under this key that a new one should be agreed.
    var wantsRekey: Bool { counter >= limits.rekeyAfterPackets }

    /// Writes a whole datagram to the front of `output`; returns its length.
    ///
    /// Throws `exhausted` at the counter's limit, and `noRoom` when `output` is short; neither uses up a counter.
    mutating func seal(
        _ payload: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(SealError) -> Int {
        guard counter < limits.rejectAfterPackets else { throw .exhausted }
        guard output.count >= payload.count + Self.overhead else { throw .noRoom }
        let header = DataHeader(receiverIndex: receiverIndex, counter: counter).bytes
        counter += 1
        for index in header.indices { output[index] = header[index] }
        let sealed = key.seal(
            payload, counter: counter - 1, header: header.span, into: &output, at: DataHeader.length)
        guard let sealed else { throw .noRoom }
        return DataHeader.length + sealed
    }
}

/// Why a payload was not sealed.
public enum SealError: Error, Hashable, Sendable {
    /// There are no keys, or they are too old.
    case noKeys
    /// The key has sealed as many packets as it may.
    case exhausted
    /// The output has too little room.
    case noRoom
}
