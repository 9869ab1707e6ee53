extension SamplePacket {
    /// A packet of random form: with or without options, extension headers and source routes, of any length.
    static func random(_ random: inout SeededGenerator, longest: Int = 3_000) -> SamplePacket {
        var packet = SamplePacket()
        packet.isIPv6 = Bool.random(using: &random)
        packet.isTCP = Bool.random(using: &random)
        packet.source = bytes(packet.isIPv6 ? 16 : 4, &random)
        packet.destination = bytes(packet.isIPv6 ? 16 : 4, &random)
        packet.trafficClass = .random(in: 0...255, using: &random)
        packet.hopLimit = .random(in: 0...255, using: &random)
        packet.identification = .random(in: 0...65_535, using: &random)
        packet.fragment = [0, 0x4000, 0x8000, 0xc000].randomElement(using: &random) ?? 0
        packet.sequence = .random(in: 0...UInt32.max, using: &random)
        packet.flags = .random(in: 0...255, using: &random)
        packet.payload = bytes(
            Int.random(in: 0...(Bool.random(using: &random) ? longest : 64), using: &random), &random)
        if Bool.random(using: &random) { packet.addNetworkExtras(&random) }
        if packet.isTCP, Bool.random(using: &random) {
            packet.tcpOptions = bytes(4 * Int.random(in: 1...10, using: &random), &random)
        }
        return packet
    }

    static func bytes(_ count: Int, _ random: inout SeededGenerator) -> [UInt8] {
        (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }

    private mutating func addNetworkExtras(_ random: inout SeededGenerator) {
        guard isIPv6 else { return addOptions(&random) }
        for _ in 0..<Int.random(in: 1...8, using: &random) { addExtension(&random) }
    }

    /// Router alert, record route and one source route at most, with "no operation" between them and zeros behind them.
    private mutating func addOptions(_ random: inout SeededGenerator) {
        for _ in 0..<Int.random(in: 1...4, using: &random) {
            var option: [UInt8]
            switch Int.random(in: 0..<4, using: &random) {
            case 0: option = [1]
            case 1: option = [148, 4, 0, 0]
            case 2: option = [7, 7, 4] + Self.bytes(4, &random)
            default:
                guard lastDestination == nil else { continue }
                option = sourceRoute(&random)
            }
            if options.count + option.count <= 40 { options += option } else { lastDestination = nil }
        }
        if options.count % 4 != 0 { options += [UInt8](repeating: 0, count: 4 - options.count % 4) }
    }

    /// A route that leads on to other hosts, or one whose pointer is behind its last host.
    private mutating func sourceRoute(_ random: inout SeededGenerator) -> [UInt8] {
        let hosts = Int.random(in: 1...3, using: &random)
        let length = UInt8(3 + 4 * hosts)
        let leadsOn = Bool.random(using: &random)
        let route = Self.bytes(4 * hosts, &random)
        lastDestination = leadsOn ? Array(route.suffix(4)) : destination
        let kind: UInt8 = Bool.random(using: &random) ? 131 : 137
        return [kind, length, leadsOn ? UInt8(4 * Int.random(in: 1...hosts, using: &random)) : length + 1] + route
    }

    private mutating func addExtension(_ random: inout SeededGenerator) {
        switch Int.random(in: 0..<3, using: &random) {
        case 0: extensions.append((0, Self.bytes(6, &random)))
        case 1: extensions.append((60, Self.bytes(6 + 8 * Int.random(in: 0...4, using: &random), &random)))
        default: addRoutingHeader(&random)
        }
    }

    /// A routing header of the three kinds that have addresses, with hosts left to visit or without.
    private mutating func addRoutingHeader(_ random: inout SeededGenerator) {
        let kind: UInt8 = [0, 2, 4].randomElement(using: &random) ?? 0
        let hosts = kind == 2 ? 1 : Int.random(in: 1...3, using: &random)
        let left = UInt8.random(in: 0...UInt8(hosts), using: &random)
        let route = Self.bytes(16 * hosts, &random)
        // Segment routing lists its hosts from the last to the first.
        if left > 0 { lastDestination = Array(kind == 4 ? route.prefix(16) : route.suffix(16)) }
        extensions.append((43, [kind, left] + Self.bytes(4, &random) + route))
    }
}

/// A seed each, so that a failure names the one that failed.
enum Seeds {
    static let few: Range<UInt64> = 0..<20
}
