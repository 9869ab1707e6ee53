/// A packet to be made, field by field; written without any help of the code under test.
struct TestPacket {
    enum Kind { case tcp, udp, icmp }

    var kind = Kind.tcp
    var isIPv6 = false
    /// The last bytes of both addresses.
    var (source, destination): (UInt8, UInt8) = (1, 2)
    var (sourcePort, destinationPort): (UInt16, UInt16) = (40_000, 443)
    var (trafficClass, hopLimit): (UInt8, UInt8) = (0, 64)
    var flowLabel: UInt32 = 0x1_2345
    var identification: UInt16 = 1
    /// The three flags and the offset of IPv4: "do not fragment" alone, to begin with.
    var fragment: UInt16 = 0x4000
    /// Whole IPv4 options, or IPv6 hop-by-hop options without their first two bytes (6, 14, ... bytes).
    var networkOptions: [UInt8] = []
    var (sequence, acknowledgement): (UInt32, UInt32) = (1, 1)
    var flags = TestPacket.ack
    /// Reserved bits of TCP, the lower half of its 13th byte.
    var reserved: UInt8 = 0
    var (window, urgent): (UInt16, UInt16) = (1_000, 0)
    /// Whole TCP options, a multiple of four bytes.
    var options: [UInt8] = []
    var payload: [UInt8] = []
    /// Added to the right checksum of TCP or UDP; 0 leaves it right.
    var checksumError: UInt16 = 0
    /// No checksum at all (UDP).
    var hasNoChecksum = false
    /// Added to the right checksum of an IPv4 header.
    var headerChecksumError: UInt16 = 0

    static let fin: UInt8 = 1
    static let syn: UInt8 = 2
    static let rst: UInt8 = 4
    static let push: UInt8 = 8
    static let ack: UInt8 = 16
    static let urg: UInt8 = 32
    static let ece: UInt8 = 64
    static let cwr: UInt8 = 128

    /// Timestamps as most stacks send them.
    static func timestamps(_ value: UInt8) -> [UInt8] { [1, 1, 8, 10, 0, 0, 0, value, 0, 0, 0, 9] }

    /// The packet on a wire.
    var bytes: [UInt8] {
        let transport = kind == .tcp ? tcp : kind == .udp ? udp : icmp
        var packet = isIPv6 ? version6(transport.count) : version4(transport.count)
        let start = packet.count
        packet += transport
        guard fragment & 0x1fff == 0 || isIPv6 else { return packet }
        let field = start + (kind == .tcp ? 16 : kind == .udp ? 6 : 2)
        if hasNoChecksum { return packet }
        let isICMP4 = kind == .icmp && !isIPv6
        var sum = NaiveSum(isICMP4 ? [] : pseudo(transport.count))
        sum.add(transport)
        let value = kind == .udp && sum.checksum == 0 ? 0xffff : sum.checksum
        NaiveSum.store(value &+ checksumError, &packet, field)
        return packet
    }

    private var number: UInt8 { kind == .tcp ? 6 : kind == .udp ? 17 : isIPv6 ? 58 : 1 }

    private var addresses: [UInt8] {
        guard isIPv6 else { return [10, 0, 0, source, 10, 0, 1, destination] }
        return [0xfd] + [UInt8](repeating: 0, count: 14) + [source] + [0xfd, 1] + [UInt8](repeating: 0, count: 13)
            + [destination]
    }

    private func pseudo(_ length: Int) -> [UInt8] { addresses + [0, 0] + Self.two(length) + [0, number] }

    private func version4(_ length: Int) -> [UInt8] {
        let header = 20 + networkOptions.count
        var bytes: [UInt8] = [0x40 | UInt8(header / 4), trafficClass]
        bytes += Self.two(header + length) + Self.two(Int(identification)) + Self.two(Int(fragment))
        bytes += [hopLimit, number, 0, 0] + addresses + networkOptions
        NaiveSum.store(NaiveSum(bytes).checksum &+ headerChecksumError, &bytes, 10)
        return bytes
    }

    private func version6(_ length: Int) -> [UInt8] {
        let first = 6 << 28 | UInt32(trafficClass) << 20 | flowLabel
        let extra: [UInt8] =
            networkOptions.isEmpty ? [] : [number, UInt8((networkOptions.count + 2) / 8 - 1)] + networkOptions
        return Self.four(first) + Self.two(length + extra.count) + [extra.isEmpty ? number : 0, hopLimit] + addresses
            + extra
    }

    private var tcp: [UInt8] {
        var bytes = Self.two(Int(sourcePort)) + Self.two(Int(destinationPort)) + Self.four(sequence)
        bytes += Self.four(acknowledgement) + [UInt8((20 + options.count) / 4) << 4 | reserved, flags]
        return bytes + Self.two(Int(window)) + [0, 0] + Self.two(Int(urgent)) + options + payload
    }

    private var udp: [UInt8] {
        Self.two(Int(sourcePort)) + Self.two(Int(destinationPort)) + Self.two(8 + payload.count) + [0, 0] + payload
    }

    private var icmp: [UInt8] { [isIPv6 ? 128 : 8, 0, 0, 0] + Self.four(sequence) + payload }

    private static func two(_ number: Int) -> [UInt8] {
        [UInt8(truncatingIfNeeded: number >> 8), UInt8(truncatingIfNeeded: number)]
    }

    private static func four(_ number: UInt32) -> [UInt8] { two(Int(number >> 16)) + two(Int(number & 0xffff)) }
}
