import AuraTunnel
import AuraWire
import Testing

@Suite("Packet joiner")
struct PacketJoinerTests {
    /// Consecutive segments of one flow, complete.
    private func segments(
        _ count: Int, of size: Int = 100, _ change: (inout TestPacket, Int) -> Void = { _, _ in }
    ) -> [TestPacket] {
        (0..<count).map { index in
            var packet = TestPacket()
            packet.payload = [UInt8](repeating: UInt8(truncatingIfNeeded: index), count: size)
            packet.sequence = 1_000 &+ UInt32(index * size)
            packet.identification = UInt16(truncatingIfNeeded: 7 + index)
            change(&packet, index)
            return packet
        }
    }

    /// The entries of each group.
    private func plan(
        _ packets: [TestPacket], _ offload: Offload = .none, joining kinds: DeviceOffloads = .all
    ) -> [[Int]] {
        var batch = PacketBatch(capacity: packets.count, bytes: packets.reduce(0) { $0 + $1.bytes.count })
        for packet in packets {
            batch.append(packet.bytes)
            batch.entries[batch.count - 1].offload = offload
        }
        var joiner = PacketJoiner()
        joiner.plan(&batch, joining: kinds)
        return (0..<joiner.count).map { index in
            var entries = [joiner.group(index).first]
            while let next = joiner.next(after: entries[entries.count - 1]) { entries.append(next) }
            #expect(entries.count == joiner.group(index).count)
            return entries
        }
    }

    @Test(
        "Consecutive segments of a flow go together, with right checksums or with partial ones",
        arguments: [Offload.none, .checksum], [TestPacket.Kind.tcp, .udp])
    func joins(offload: Offload, kind: TestPacket.Kind) {
        for isIPv6 in [false, true] {
            let packets = segments(5) { packet, index in
                (packet.kind, packet.isIPv6) = (kind, isIPv6)
                if kind == .tcp { packet.options = TestPacket.timestamps(1) }
                if index == 4 { packet.payload.removeLast(33) }
            }
            #expect(plan(packets, offload) == [[0, 1, 2, 3, 4]])
            #expect(plan(packets, offload, joining: kind == .tcp ? .udp : .tcp) == [[0], [1], [2], [3], [4]])
            #expect(plan(packets, offload, joining: kind == .tcp ? .tcp : .udp) == [[0, 1, 2, 3, 4]])
        }
    }

    /// What makes the third of five segments stand apart.
    private static let obstacles: [(String, @Sendable (inout TestPacket) -> Void)] = [
        ("SYN", { $0.flags |= TestPacket.syn }), ("FIN", { $0.flags |= TestPacket.fin }),
        ("RST", { $0.flags |= TestPacket.rst }), ("URG", { $0.flags |= TestPacket.urg }),
        ("CWR", { $0.flags |= TestPacket.cwr }), ("ECE", { $0.flags |= TestPacket.ece }),
        ("no ACK", { $0.flags = 0 }), ("a reserved bit", { $0.reserved = 1 }),
        ("an urgent pointer", { $0.urgent = 1 }), ("another window", { $0.window += 1 }),
        ("another acknowledged number", { $0.acknowledgement += 1 }),
        ("another timestamp", { $0.options = TestPacket.timestamps(2) }), ("no options", { $0.options = [] }),
        ("another hop limit", { $0.hopLimit -= 1 }), ("an ECN mark", { $0.trafficClass |= 3 }),
        ("a gap", { $0.sequence += 1 }), ("a repetition", { $0.sequence -= 100 }),
        ("no payload", { $0.payload = [] }), ("more payload", { $0.payload.append(1) }),
        ("a wrong checksum", { $0.checksumError = 1 }),
    ]

    @Test("Nothing goes across a segment that is different", arguments: obstacles.indices)
    func apart(index: Int) {
        for isIPv6 in [false, true] {
            let packets = segments(5) { packet, position in
                packet.isIPv6 = isIPv6
                packet.options = TestPacket.timestamps(1)
                if position == 2 { Self.obstacles[index].1(&packet) }
            }
            #expect(plan(packets) == [[0, 1], [2], [3, 4]], "\(Self.obstacles[index].0)")
        }
    }

    private static let obstacles4: [(String, @Sendable (inout TestPacket) -> Void)] = [
        ("a jump of the identification", { $0.identification += 5 }), ("no DF", { $0.fragment = 0 }),
        ("more fragments", { $0.fragment = 0x2000 }), ("an offset", { $0.fragment = 2 }),
        ("the reserved flag", { $0.fragment = 0x8000 }), ("options", { $0.networkOptions = [1, 1, 1, 0] }),
        ("a wrong header checksum", { $0.headerChecksumError = 1 }),
    ]

    @Test("Nor across an IPv4 header that is different", arguments: obstacles4.indices)
    func apart4(index: Int) {
        let packets = segments(5) { packet, position in
            if position == 2 { Self.obstacles4[index].1(&packet) }
        }
        #expect(plan(packets) == [[0, 1], [2], [3, 4]], "\(Self.obstacles4[index].0)")
    }

    @Test("What never joins does not join its like")
    func unlikeAll() {
        let changes: [(inout TestPacket) -> Void] = [
            { $0.fragment = 0x2000 }, { $0.fragment = 3 }, { $0.networkOptions = [1, 1, 1, 0] },
            { $0.headerChecksumError = 1 }, { $0.checksumError = 1 }, { $0.payload = [] },
            { $0.flags |= TestPacket.urg }, { $0.flags |= TestPacket.cwr }, { $0.flags |= TestPacket.fin },
        ]
        for change in changes {
            let packets = segments(3) { packet, _ in change(&packet) }
            #expect(plan(packets) == [[0], [1], [2]])
        }
        #expect(plan(segments(3)) == [[0, 1, 2]])
    }

    @Test("Nor across an IPv6 header that is different")
    func apart6() {
        let changes: [(inout TestPacket) -> Void] = [
            { $0.flowLabel += 1 }, { $0.networkOptions = [5, 2, 0, 0, 1, 0] },
        ]
        for change in changes {
            let packets = segments(5) { packet, position in
                packet.isIPv6 = true
                if position == 2 { change(&packet) }
            }
            #expect(plan(packets) == [[0, 1], [2], [3, 4]])
        }
    }

    @Test("A push ends its group and is part of it; alone, it stays alone")
    func push() {
        let packets = segments(5) { packet, position in
            if position == 0 || position == 3 { packet.flags |= TestPacket.push }
        }
        #expect(plan(packets) == [[0], [1, 2, 3], [4]])
    }

    @Test("A shorter segment ends its group and is part of it")
    func shorter() {
        var packets = segments(5)
        packets[1].payload.removeLast()
        packets[2].sequence -= 1
        packets[3].sequence -= 1
        packets[4].sequence -= 1
        #expect(plan(packets) == [[0, 1], [2, 3, 4]])
    }

    @Test("One identification for all needs the promise not to fragment")
    func identification() {
        #expect(plan(segments(4) { packet, _ in packet.identification = 9 }) == [[0, 1, 2, 3]])
        let fragmentable = segments(4) { packet, _ in (packet.identification, packet.fragment) = (9, 0) }
        #expect(plan(fragmentable) == [[0], [1], [2], [3]])
        #expect(plan(segments(4) { packet, _ in packet.fragment = 0 }) == [[0, 1, 2, 3]])
        // Counting up and staying the same are not mixed.
        let mixed = segments(4) { packet, index in packet.identification = [9, 9, 10, 10][index] }
        #expect(plan(mixed) == [[0, 1], [2, 3]])
    }

    @Test("UDP without a checksum stays alone, on both sides")
    func zeroChecksum() {
        let packets = segments(5) { packet, position in
            (packet.kind, packet.hasNoChecksum) = (.udp, position == 2)
        }
        #expect(plan(packets) == [[0, 1], [2], [3, 4]])
    }

    @Test("Sequence numbers and identifications wrap around")
    func wraps() {
        let packets = segments(4) { packet, index in
            packet.sequence = UInt32.max - 149 &+ UInt32(index * 100)
            packet.identification = 65_534 &+ UInt16(index)
        }
        #expect(plan(packets) == [[0, 1, 2, 3]])
    }

    @Test("ICMP and other flows do not end a group; fragments and unknown protocols end all")
    func amid() {
        let packets = segments(5) { packet, position in
            if position == 2 { (packet.kind, packet.identification) = (.icmp, 77) }
            if position > 2 {
                packet.sequence -= 100
                packet.identification -= 1
            }
        }
        #expect(plan(packets) == [[0, 1, 3, 4], [2]])
        var others = packets
        others[2].kind = .udp
        #expect(plan(others) == [[0, 1, 3, 4], [2]])
        others[2].fragment = 0x2000
        #expect(plan(others) == [[0, 1], [2], [3, 4]])
    }

    @Test("Eight flows are joined side by side; the ninth puts an end to the one that was used least recently")
    func manyFlows() {
        func interleaved(_ flows: Int) -> [TestPacket] {
            (0..<3).flatMap { round in
                (0..<flows).map { flow in
                    var packet = segments(3)[round]
                    packet.sourcePort = UInt16(1_000 + flow)
                    return packet
                }
            }
        }
        #expect(plan(interleaved(8)) == (0..<8).map { [$0, $0 + 8, $0 + 16] })
        #expect(plan(interleaved(9)).count == 27)
    }

    @Test("A group is no longer than a packet can be: 65,535 bytes")
    func longest() {
        // 40 bytes of headers, so 65,495 of payload: 50 segments of 1,300 and one of 495 bytes.
        var packets = segments(51, of: 1_300)
        packets[50].payload = [UInt8](repeating: 1, count: 495)
        #expect(plan(packets).map(\.count) == [51])
        packets[50].payload.append(1)
        #expect(plan(packets).map(\.count) == [50, 1])
    }

    @Test("A group of UDP has 64 datagrams at most, one of TCP 1,000 segments")
    func mostPieces() {
        let datagrams = segments(65, of: 10) { packet, _ in packet.kind = .udp }
        #expect(plan(datagrams).map(\.count) == [64, 1])
        #expect(plan(segments(1_001, of: 10)).map(\.count) == [1_000, 1])
    }

    @Test("Dropped packets are not there, super-packets are not joined")
    func dropped() {
        var batch = PacketBatch(capacity: 8, bytes: 8_192)
        for packet in segments(4) { batch.append(packet.bytes) }
        batch.drop(at: 0)
        var joiner = PacketJoiner()
        joiner.plan(&batch, joining: .all)
        #expect(joiner.count == 1 && joiner.group(0).first == 1 && joiner.group(0).count == 3)
        #expect(plan(segments(3), .segments(of: 50)) == [[0], [1], [2]])
    }

    @Test("Any bytes at all can be looked at")
    func garbage() {
        var random = SeededGenerator(seed: 4)
        for _ in 0..<2_000 {
            var batch = PacketBatch(capacity: 4, bytes: 1_024)
            for _ in 0..<4 {
                let count = Int.random(in: 1...90, using: &random)
                var bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
                bytes[0] = [0x45, 0x60, bytes[0]].randomElement(using: &random) ?? 0
                if count > 9 { bytes[9] = [6, 17, bytes[9]].randomElement(using: &random) ?? 0 }
                if count > 6 {
                    (bytes[2], bytes[3]) = (0, UInt8(count))
                    bytes[6] = [0, 6, 17].randomElement(using: &random) ?? 0
                }
                batch.append(bytes)
            }
            var joiner = PacketJoiner()
            joiner.plan(&batch, joining: .all)
            #expect((0..<joiner.count).reduce(0) { $0 + joiner.group($1).count } == 4)
        }
    }
}
