import AuraSession
import AuraWire
import Testing

@Suite("Super-packets in a session")
struct SuperPacketTests {
    private static let mss = 1_000

    /// An IPv4 TCP packet with `payload` bytes of payload; checksums are not filled in.
    private static func tcp(payload: Int) -> [UInt8] {
        let total = 40 + payload
        var packet = [UInt8](repeating: 0, count: total)
        packet.replaceSubrange(0..<4, with: [0x45, 0, UInt8(total >> 8), UInt8(total & 0xff)])
        packet.replaceSubrange(8..<20, with: [64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2])
        packet.replaceSubrange(20..<34, with: [1, 1, 2, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0x50, 0x18])
        for index in 0..<payload { packet[40 + index] = UInt8(truncatingIfNeeded: index &* 7) }
        return packet
    }

    private static func batch(_ packets: [([UInt8], Offload)]) -> PacketBatch {
        let bytes = packets.reduce(0) { $0 + $1.0.count + PayloadKind.longestPrefix }
        var batch = PacketBatch(capacity: packets.count, bytes: bytes, headroom: PayloadKind.longestPrefix)
        for (packet, offload) in packets {
            batch.append(upTo: packet.count) { output in
                for index in packet.indices { output[index] = packet[index] }
                return packet.count
            }
            batch.entries[batch.count - 1].offload = offload
        }
        return batch
    }

    private static func contents(_ batch: inout PacketBatch) -> [([UInt8], Offload)] {
        (0..<batch.count).filter { batch.entries[$0].length > 0 }.map { index in
            (batch.withPacket(at: index) { span in span.indices.map { span[$0] } }, batch.entries[index].offload)
        }
    }

    private struct Ends {
        let world: World
        let client: Session
        let server: Session

        init() throws {
            let (world, node) = try World.connected()
            self.world = world
            client = try #require(node.session)
            server = try #require(world.server.sessions["alice"])
        }

        /// Opens all of `datagrams` at the server.
        func open(_ datagrams: inout PacketBatch) -> ([([UInt8], Offload)], OpenReport) {
            let report = server.open(&datagrams, 0..<datagrams.count, from: server.path, now: world.now)
            return (SuperPacketTests.contents(&datagrams), report)
        }
    }

    @Test("A link that carries frames long enough gets a super-packet whole")
    func whole() throws {
        let ends = try Ends()
        let packet = Self.tcp(payload: 60_000)
        var packets = Self.batch([(packet, .segments(of: UInt16(Self.mss)))])
        var datagrams = PacketBatch(capacity: 8, bytes: Session.longestDatagram)
        var cursor = SealCursor(0..<1)
        let run = try ends.client.seal(
            &packets, from: &cursor, longest: Session.longestDatagram, into: &datagrams, now: ends.world.now)
        #expect(run.sealed == 60 && run.bytes == packet.count && cursor.isAtEnd)
        #expect(datagrams.count == 1 && datagrams.entries[0].length == packet.count + Session.packetOverhead + 2)
        let (opened, _) = ends.open(&datagrams)
        #expect(opened.count == 1 && opened[0].0 == packet)
        #expect(opened[0].1 == .segments(of: UInt16(Self.mss)))
        #expect(ends.server.traffic.rxPackets == 60 && ends.client.traffic.txPackets == 60)
    }

    @Test("Another link gets its segments, also when the batch is full again and again", arguments: [3, 7, 64])
    func cut(capacity: Int) throws {
        let ends = try Ends()
        let packet = Self.tcp(payload: 40_500)
        let plain: [UInt8] = Array(packet.prefix(60))
        let before = Self.tcp(payload: 20)
        var packets = Self.batch([
            (before, .checksum), (packet, .segments(of: UInt16(Self.mss))), (Self.tcp(payload: 1), .none),
        ])
        var datagrams = PacketBatch(capacity: capacity, bytes: capacity * 1_100)
        var cursor = SealCursor(0..<3)
        var opened: [([UInt8], Offload)] = []
        while !cursor.isAtEnd {
            datagrams.removeAll()
            _ = try ends.client.seal(&packets, from: &cursor, longest: 0, into: &datagrams, now: ends.world.now)
            opened += ends.open(&datagrams).0
        }
        #expect(opened.count == 43 && opened[0].0 == before && opened[0].1 == .checksum)
        #expect(opened[42].0 == Self.tcp(payload: 1) && opened[42].1 == .none)
        let segments = opened[1..<42]
        #expect(segments.allSatisfy { $0.1 == .checksum && $0.0.count <= 40 + Self.mss })
        #expect(segments.flatMap { $0.0.dropFirst(40) } == Array(packet.dropFirst(40)))
        #expect(plain.prefix(2) == opened[1].0.prefix(2) && ends.server.traffic.rxPackets == 43)
    }

    @Test("What cannot be cut is passed over and counted, and what follows goes out")
    func malformed() throws {
        let ends = try Ends()
        var broken = Self.tcp(payload: 3_000)
        broken[9] = 1
        let good = Self.tcp(payload: 100)
        var packets = Self.batch([(broken, .segments(of: 500)), (good, .segments(of: 0)), (good, .none)])
        var datagrams = PacketBatch(capacity: 8, bytes: 8_000)
        var cursor = SealCursor(0..<3)
        let run = try ends.client.seal(&packets, from: &cursor, into: &datagrams, now: ends.world.now)
        #expect(run.malformed == 2 && run.sealed == 1 && cursor.isAtEnd)
        #expect(ends.open(&datagrams).0.map(\.0) == [good])
    }

    @Test("A super-packet of very many segments is cut by its sender, not left to its receiver")
    func tooMany() throws {
        let ends = try Ends()
        let size = 8
        let payload = size * (PacketLimits.segmentsOfSuperPacket + 1)
        var packets = Self.batch([
            (Self.tcp(payload: payload - size), .segments(of: UInt16(size))),
            (Self.tcp(payload: payload), .segments(of: UInt16(size))),
        ])
        var datagrams = PacketBatch(capacity: 4_000, bytes: 1 << 20)
        var cursor = SealCursor(0..<2)
        let run = try ends.client.seal(
            &packets, from: &cursor, longest: Session.longestDatagram, into: &datagrams, now: ends.world.now)
        #expect(run.sealed == 2 * PacketLimits.segmentsOfSuperPacket + 1)
        #expect(datagrams.count == 1 + PacketLimits.segmentsOfSuperPacket + 1)
    }
}

@Suite("What a payload turns out to be")
struct OpenedPayloadTests {
    private static let tcp: [UInt8] =
        [0x45, 0, 0, 45, 0, 0, 0, 0, 64, 6, 0, 0, 10, 0, 0, 1, 10, 0, 0, 2]
        + [1, 1, 2, 2, 0, 0, 0, 0, 0, 0, 0, 1, 0x50, 0x10, 0, 0, 0, 0, 0, 0] + [1, 2, 3, 4, 5]

    private static func text(_ payload: [UInt8]) -> String {
        let datagram = [9, 9] + payload + [9]
        return switch OpenedPayload(datagram.span, 2..<(2 + payload.count)) {
        case .packet(let range, let offload, let count): "packet \(range.lowerBound) \(offload) \(count)"
        case .control(let range): "control \(range.lowerBound)"
        case .unknown: "unknown"
        }
    }

    @Test("Good ones")
    func good() {
        #expect(Self.text([1] + Self.tcp) == "packet 3 none 1")
        #expect(Self.text([0x81] + Self.tcp) == "packet 3 checksum 1")
        #expect(Self.text([0x82, 0, 2] + Self.tcp) == "packet 5 segments(of: 2) 3")
        #expect(Self.text([3, 7]) == "control 3")
    }

    @Test("Bad ones")
    func bad() {
        let bad: [[UInt8]] = [
            [], [1], [0x81], [0], [4, 1], [0x83, 7], [2, 0, 2] + Self.tcp, [0x82, 0, 0] + Self.tcp, [0x82], [0x82, 0],
            [0x82, 0, 2], [0x82, 0, 2] + Self.tcp.dropLast(), [0x82, 0, 2] + Self.tcp + [0],
        ]
        for payload in bad { #expect(Self.text(payload) == "unknown", "\(payload)") }
    }

    @Test("A super-packet may stand for so many segments and no more")
    func bound() {
        func payload(_ count: Int) -> [UInt8] {
            var packet = Self.tcp.prefix(40) + [UInt8](repeating: 0, count: count)
            packet[2] = UInt8(packet.count >> 8)
            packet[3] = UInt8(packet.count & 0xff)
            return [0x82, 0, 1] + packet
        }
        let most = PacketLimits.segmentsOfSuperPacket
        #expect(Self.text(payload(most)) == "packet 5 segments(of: 1) \(most)")
        #expect(Self.text(payload(most + 1)) == "unknown")
    }
}
