import AuraCrypto
import AuraTransport
import AuraWire

/// Covers and uncovers the example's datagrams with the gate of the UDP transport.
struct ExampleGate {
    private let gate: OuterGate

    init(_ cast: ExampleCast) throws {
        gate = OuterGate(key: try cast.outerKey())
    }

    /// A data datagram as it goes over the wire.
    func mask(_ datagram: [UInt8]) -> [UInt8] {
        var batch = Self.batch(datagram)
        var tally = LinkStatistics()
        _ = gate.cover(&batch, counting: &tally)
        return Self.bytes(of: &batch)
    }

    /// `known`, if it is `datagram` sealed; otherwise `datagram` sealed under a new random nonce.
    ///
    /// An AEAD has one ciphertext for a key, a nonce and a plaintext, so what opens to the plaintext is that ciphertext.
    func seal(_ datagram: [UInt8], known: [UInt8]?) -> [UInt8] {
        if let known, uncover(known) == datagram { return known }
        var batch = Self.batch(datagram)
        var tally = LinkStatistics()
        guard var sealed = gate.cover(&batch, counting: &tally) else { return [] }
        return Self.bytes(of: &sealed)
    }

    /// What a receiver takes from the wire; `nil` when it is not ours.
    func uncover(_ wire: [UInt8]) -> [UInt8]? {
        var batch = Self.batch(wire)
        var tally = LinkStatistics()
        return gate.uncover(&batch, counting: &tally) == 1 ? Self.bytes(of: &batch) : nil
    }

    private static func batch(_ datagram: [UInt8]) -> PacketBatch {
        var batch = PacketBatch(capacity: 1, bytes: 2_048)
        batch.append(upTo: datagram.count) { span in
            for index in datagram.indices { span[index] = datagram[index] }
            return datagram.count
        }
        return batch
    }

    private static func bytes(of batch: inout PacketBatch) -> [UInt8] {
        batch.count == 0 ? [] : batch.withPacket(at: 0) { span in span.indices.map { span[$0] } }
    }
}
