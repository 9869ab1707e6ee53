import AuraCrypto
import AuraSession
import AuraWire
import Crypto

/// Sealing and opening, beside the cipher alone on the same bytes.
struct SessionGates {
    private static let packets = 128
    private static let length = 1_320
    private let pair: SessionPair
    private let rounds: Int

    init(rounds: Int) throws {
        pair = try SessionPair()
        self.rounds = rounds
    }

    var all: [Gate] { [sealing, opening, cutting, whole] }

    private var sealing: Gate {
        let input = SharedBatch(Packets.batch((0..<Self.packets).map { Packets.tcp(length: Self.length, number: $0) }))
        let output = SharedBatch(PacketBatch(capacity: Self.packets, bytes: Self.packets * 1_500))
        return Gate(
            name: "Session.seal, \(Self.length) bytes", operations: Self.packets,
            work: { [pair] in Self.seal(input, into: output, pair) },
            beside: ("the cipher alone", Self.cipher(packets: Self.packets, length: Self.length)), ratioLimit: 1.8,
            referencesPerOperation: 0.25)
    }

    private static func seal(_ input: SharedBatch, into output: SharedBatch, _ pair: SessionPair, longest: Int = 0) {
        output.batch.removeAll()
        var cursor = SealCursor(0..<input.batch.count)
        _ = try? pair.client.seal(
            &input.batch, from: &cursor, longest: longest, into: &output.batch, now: pair.now)
        keep(output.batch.count)
    }

    /// Each datagram can be opened once, so there is a batch for each time.
    private var opening: Gate {
        let input = SharedBatch(Packets.batch((0..<Self.packets).map { Packets.tcp(length: Self.length, number: $0) }))
        let sealed = (0..<(rounds + 2)).map { _ in
            let output = SharedBatch(PacketBatch(capacity: Self.packets, bytes: Self.packets * 1_500))
            Self.seal(input, into: output, pair)
            return output
        }
        var next = 0
        return Gate(
            name: "Session.open, \(Self.length) bytes", operations: Self.packets,
            work: { [pair] in
                let datagrams = sealed[next]
                next += 1
                let report = pair.server.open(
                    &datagrams.batch, 0..<Self.packets, from: pair.path, now: pair.now)
                keep(report.forged + report.replayed)
            }, beside: ("the cipher alone", Self.cipher(packets: Self.packets, length: Self.length)), ratioLimit: 2.2,
            referencesPerOperation: 0.25)
    }

    private static let segments = 48
    private static let payload = length - 40

    private var cutting: Gate {
        let packet = Packets.tcp(length: Self.segments * Self.payload + 40)
        let input = SharedBatch(Packets.batch([packet], .segments(of: UInt16(Self.payload))))
        let output = SharedBatch(PacketBatch(capacity: Self.packets, bytes: Self.packets * 1_500))
        let plain = SharedBatch(
            Packets.batch((0..<Self.segments).map { Packets.tcp(length: Self.length, number: $0) }))
        return Gate(
            name: "Session.seal, a super-packet cut into \(Self.segments)", operations: Self.segments,
            work: { [pair] in
                Self.restore(packet, input)
                Self.seal(input, into: output, pair)
            }, beside: ("as many packets", { [pair] in Self.seal(plain, into: output, pair) }), ratioLimit: 1.4,
            referencesPerOperation: 0.5)
    }

    /// Cutting spoils a packet; its headers are all that is needed to cut it again.
    private static func restore(_ packet: [UInt8], _ input: SharedBatch) {
        input.batch.withBytes(at: 0, 0..<40) { head in
            for index in 0..<40 { head[index] = packet[index] }
        }
    }

    private var whole: Gate {
        let length = Self.segments * Self.payload + 40
        let input = SharedBatch(Packets.batch([Packets.tcp(length: length)], .segments(of: UInt16(Self.payload))))
        let output = SharedBatch(PacketBatch(capacity: 1, bytes: Session.longestDatagram))
        return Gate(
            name: "Session.seal, a super-packet whole", operations: 1,
            work: { [pair] in Self.seal(input, into: output, pair, longest: Session.longestDatagram) },
            beside: ("the cipher alone", Self.cipher(packets: 1, length: length)), ratioLimit: 1.4,
            referencesPerOperation: 24)
    }

    private static func cipher(packets: Int, length: Int) -> () -> Void {
        let key = KeyBox()
        let plain = [UInt8](repeating: 7, count: length + 1)
        var output = [UInt8](repeating: 0, count: length + 1 + PacketKey.tagLength)
        let header = [UInt8](repeating: 1, count: DataHeader.length)
        var counter: UInt64 = 0
        return {
            var span = output.mutableSpan
            for _ in 0..<packets {
                counter += 1
                keep(key.key.seal(plain.span, counter: counter, header: header.span, into: &span, at: 0) ?? 0)
            }
        }
    }

    private final class KeyBox {
        let key = PacketKey(SymmetricKey(size: .bits256))
    }
}
