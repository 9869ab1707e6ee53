import AuraWire

/// Packets of several flows as they may come out of a tunnel: mostly runs of segments, and everything that must not be
/// joined. What they are on a wire, complete, is known for each.
struct RandomTraffic {
    /// A packet as it lies in a batch, and what has to come of it: no packet at all if it is malformed.
    struct Item {
        let bytes: [UInt8]
        let offload: Offload
        let expected: [[UInt8]]
    }

    private struct Flow {
        var next: TestPacket
        let segmentSize: Int
        let isPartial: Bool
        let countsIdentification: Bool
    }

    private var random: SeededGenerator
    private var flows: [Flow] = []
    private(set) var items: [Item] = []
    /// The source ports of flows whose packets all have one identification.
    private(set) var fixedPorts: Set<UInt16> = []

    init(seed: UInt64, count: Int) {
        random = SeededGenerator(seed: seed)
        for index in 0..<Int.random(in: 1...12, using: &random) { flows.append(makeFlow(index)) }
        while items.count < count { burst() }
        disorder()
    }

    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    /// Several flows share their addresses; each has a port of its own.
    private mutating func makeFlow(_ index: Int) -> Flow {
        var packet = TestPacket()
        packet.kind = chance(60) ? .tcp : .udp
        packet.isIPv6 = chance(40)
        packet.source = UInt8(index % 3)
        packet.sourcePort = UInt16(5_000 + index)
        packet.sequence = chance(30) ? UInt32.max - 3_000 : UInt32.random(in: 0...UInt32.max, using: &random)
        packet.identification = chance(30) ? 65_530 : UInt16.random(in: 0...65_535, using: &random)
        packet.trafficClass = chance(30) ? 0x02 : 0
        if packet.kind == .tcp, chance(60) { packet.options = TestPacket.timestamps(1) }
        if packet.kind == .tcp, chance(10) { packet.options += [1, 1, 5, 10] + [UInt8](repeating: 3, count: 8) }
        let counts = chance(60)
        if !counts { fixedPorts.insert(packet.sourcePort) }
        if counts, chance(50) { packet.fragment = 0 }
        let sizes = [1, 7, 100, 536, 1_200, 1_320]
        return Flow(
            next: packet, segmentSize: sizes.randomElement(using: &random) ?? 1, isPartial: chance(50),
            countsIdentification: counts)
    }

    /// Some segments of one flow, of which now and then one is odd.
    private mutating func burst() {
        let index = Int.random(in: flows.indices, using: &random)
        for _ in 0..<Int.random(in: 1...(chance(20) ? 60 : 8), using: &random) {
            var packet = flows[index].next
            packet.payload = bytes(chance(8) ? Int.random(in: 0...1_320, using: &random) : flows[index].segmentSize)
            if chance(3) { packet.payload = [] }
            let plain = packet
            if chance(6) { spoil(&packet) }
            append(packet, isPartial: chance(3) ? !flows[index].isPartial : flows[index].isPartial)
            // A retransmission repeats the sequence number.
            if !chance(3) { flows[index].next.sequence = plain.sequence &+ UInt32(plain.payload.count) }
            if flows[index].countsIdentification { flows[index].next.identification &+= 1 }
            if chance(1) { change(index) }
        }
    }

    private mutating func bytes(_ count: Int) -> [UInt8] {
        let start = UInt8.random(in: 0...255, using: &random)
        return (0..<count).map { start &+ UInt8(truncatingIfNeeded: $0 &* 7) }
    }

    /// What may change in a flow for good.
    private mutating func change(_ index: Int) {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: flows[index].next.acknowledgement &+= 500
        case 1: flows[index].next.window ^= 7
        case 2: flows[index].next.hopLimit &-= 1
        case 3: flows[index].next.trafficClass ^= 1
        case 4: flows[index].next.flowLabel ^= 1
        default: if flows[index].next.kind == .tcp { flows[index].next.options = TestPacket.timestamps(2) }
        }
    }

    /// What one packet may have to itself.
    private mutating func spoil(_ packet: inout TestPacket) {
        switch Int.random(in: 0..<20, using: &random) {
        case 0: packet.flags |= TestPacket.push
        case 1: packet.flags |= TestPacket.fin
        case 2: packet.flags |= TestPacket.rst
        case 3: packet.flags |= TestPacket.urg
        case 4: packet.flags |= TestPacket.cwr
        case 5: packet.flags |= TestPacket.ece
        case 6: packet.flags = TestPacket.syn
        case 7: packet.flags &= ~TestPacket.ack
        case 8: packet.reserved = 1
        case 9: packet.urgent = 1
        case 10: packet.trafficClass = 3
        case 11: packet.hopLimit = 9
        case 12: packet.checksumError = 1
        case 13: packet.hasNoChecksum = packet.kind == .udp
        case 14: packet.headerChecksumError = 1
        case 15: packet.networkOptions = packet.isIPv6 ? [5, 2, 0, 0, 1, 0] : [1, 1, 1, 0]
        case 16: packet.fragment = [0x2000, 0x0010, 0x8000].randomElement(using: &random) ?? 0
        case 17: packet.kind = .icmp
        case 18: packet.identification ^= 0x100
        default: packet.fragment ^= 0x4000
        }
    }

    private mutating func append(_ packet: TestPacket, isPartial: Bool) {
        let complete = packet.bytes
        let start = (packet.isIPv6 ? 40 : 20) + Self.extra(packet)
        let isWhole = packet.isIPv6 || packet.fragment & 0x3fff == 0
        if chance(1) { return appendSuperPacket(packet, start) }
        guard isPartial else { return items.append(Item(bytes: complete, offload: .none, expected: [complete])) }
        // Nobody can complete the checksum of these: they are malformed.
        guard isWhole, packet.kind != .icmp else {
            return items.append(Item(bytes: complete, offload: .checksum, expected: []))
        }
        var partial = complete
        NaiveSum.store(0xbeef, &partial, start + (packet.kind == .tcp ? 16 : 6))
        items.append(Item(bytes: partial, offload: .checksum, expected: [NaiveKernel.completed(partial, start)]))
    }

    private static func extra(_ packet: TestPacket) -> Int {
        guard packet.isIPv6, !packet.networkOptions.isEmpty else { return packet.networkOptions.count }
        return packet.networkOptions.count + 2
    }

    private mutating func appendSuperPacket(_ packet: TestPacket, _ start: Int) {
        var packet = packet
        packet.headerChecksumError = 0
        for flag in [TestPacket.cwr, TestPacket.push, TestPacket.fin] where chance(30) { packet.flags |= flag }
        packet.payload = bytes(Int.random(in: 1...9_000, using: &random))
        let size = UInt16.random(in: 2...1_400, using: &random)
        let isWhole = packet.isIPv6 || packet.fragment & 0x3fff == 0
        let length = start + (packet.kind == .tcp ? 20 + packet.options.count : 8)
        let expected =
            isWhole && packet.kind != .icmp
            ? NaiveKernel.cut(packet.bytes, start, headerLength: length, size: Int(size), isTCP: packet.kind == .tcp)
            : []
        items.append(Item(bytes: packet.bytes, offload: .segments(of: size), expected: expected))
    }

    /// Lets some packets overtake others.
    private mutating func disorder() {
        for index in items.indices.dropLast() where chance(2) { items.swapAt(index, index + 1) }
    }
}
