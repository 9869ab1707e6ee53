import AuraTunnel
import AuraWire

/// A batch in which every other packet belongs to one honest flow.
struct HostileMixture {
    static let honestPort: UInt16 = 7_777
    var packets: [(bytes: [UInt8], offload: Offload)] = []
    var honest: [[UInt8]] = []

    init(_ random: inout SeededGenerator) {
        for index in 0..<60 {
            packets.append(Self.hostile(&random))
            var packet = TestPacket()
            packet.sourcePort = Self.honestPort
            packet.payload = [UInt8](repeating: UInt8(index), count: 100)
            (packet.sequence, packet.identification) = (UInt32(index * 100), UInt16(index))
            honest.append(packet.bytes)
            packets.append((packet.bytes, .none))
        }
    }

    private static func hostile(_ random: inout SeededGenerator) -> (bytes: [UInt8], offload: Offload) {
        var packet = TestPacket()
        packet.kind = [.tcp, .udp, .icmp].randomElement(using: &random) ?? .tcp
        packet.isIPv6 = Bool.random(using: &random)
        let longest = [10, 2_000, 30_000].randomElement(using: &random) ?? 10
        packet.payload = noise(Int.random(in: 0...longest, using: &random), &random)
        if Bool.random(using: &random) {
            packet.options = noise(4 * Int.random(in: 0...10, using: &random), &random)
        }
        if Bool.random(using: &random) {
            packet.networkOptions = noise(packet.isIPv6 ? 8 * Int.random(in: 1...200, using: &random) - 2 : 16, &random)
        }
        var bytes = packet.bytes
        for _ in 0..<Int.random(in: 0...4, using: &random) {
            let index = Int.random(in: 0..<min(bytes.count, 90), using: &random)
            bytes[index] =
                [0, 6, 17, 43, 0xff, .random(in: 0...255, using: &random)].randomElement(using: &random) ?? 0
        }
        if Int.random(in: 0..<10, using: &random) == 0 {
            bytes = noise(Int.random(in: 1...100, using: &random), &random)
        }
        let sizes: [UInt16] = [0, 1, 7, 8, 100, 1_400, 65_535, .random(in: 0...65_535, using: &random)]
        let size = sizes.randomElement(using: &random)
        return (bytes, [.none, .checksum, .segments(of: size ?? 1)].randomElement(using: &random) ?? .none)
    }

    private static func noise(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    func write(to device: any PacketDevice) throws -> (result: DeviceWriteResult, left: [[UInt8]]) {
        var batch = PacketBatch(capacity: packets.count, bytes: packets.reduce(0) { $0 + $1.bytes.count })
        for packet in packets {
            batch.append(packet.bytes)
            batch.entries[batch.count - 1].offload = packet.offload
        }
        return (try device.write(&batch), batch.contents())
    }
}
