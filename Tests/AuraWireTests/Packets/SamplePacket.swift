/// A TCP or UDP packet, made field by field without the code under test.
struct SamplePacket {
    var isIPv6 = false
    var isTCP = true
    /// 4 or 16 bytes each.
    var source: [UInt8] = [10, 0, 0, 1]
    var destination: [UInt8] = [10, 0, 0, 2]
    /// Where a source-routed packet ends up, `nil` for any other.
    var lastDestination: [UInt8]?
    /// Whole words of IPv4 options.
    var options: [UInt8] = []
    /// IPv6 extension headers: their numbers, and all but their first two bytes (6, 14, 22, ... of them).
    var extensions: [(number: UInt8, body: [UInt8])] = []
    var trafficClass: UInt8 = 0
    var hopLimit: UInt8 = 64
    var identification: UInt16 = 1
    /// "Do not fragment" to begin with.
    var fragment: UInt16 = 0x4000
    var sequence: UInt32 = 1
    var flags: UInt8 = 0x10
    /// Whole words of TCP options.
    var tcpOptions: [UInt8] = []
    var payload: [UInt8] = []
    /// What stands in the field of the checksum, if it is not to be the right one.
    var checksum: UInt16?

    var transportOffset: Int { isIPv6 ? 40 + extensions.reduce(0) { $0 + $1.body.count + 2 } : 20 + options.count }
    var payloadOffset: Int { transportOffset + (isTCP ? 20 + tcpOptions.count : 8) }
    var checksumOffset: Int { transportOffset + (isTCP ? 16 : 6) }

    /// The packet on a wire.
    var bytes: [UInt8] {
        let sum = NaiveChecksum.sum(pseudoHeader + transport(0))
        let right = !isTCP && sum == 0xffff ? 0xffff : ~sum
        return network + transport(checksum ?? right)
    }

    /// What the checksum covers beside the TCP or UDP packet.
    var pseudoHeader: [UInt8] {
        let length = payloadOffset - transportOffset + payload.count
        return source + (lastDestination ?? destination) + Self.two(length) + [0, isTCP ? 6 : 17]
    }

    /// The segments that this stands for, each with a right checksum.
    func segments(of size: Int) -> [SamplePacket] {
        let count = max(1, (payload.count + size - 1) / size)
        return (0..<count).map { index in
            var segment = self
            segment.payload = Array(payload.dropFirst(index * size).prefix(size))
            segment.identification = identification &+ UInt16(index)
            segment.sequence = sequence &+ UInt32(index * size)
            if index < count - 1 { segment.flags &= 0xff - 0x01 - 0x08 }
            if index > 0 { segment.flags &= 0xff - 0x80 }
            return segment
        }
    }

    private var network: [UInt8] { isIPv6 ? version6 : version4 }

    private var version4: [UInt8] {
        let length = payloadOffset + payload.count
        let front =
            [0x45 + UInt8(options.count / 4), trafficClass] + Self.two(length) + Self.two(Int(identification))
            + Self.two(Int(fragment)) + [hopLimit, isTCP ? 6 : 17]
        let back = source + destination + options
        return front + Self.two(Int(~NaiveChecksum.sum(front + back))) + back
    }

    private var version6: [UInt8] {
        let numbers = extensions.map(\.number) + [isTCP ? 6 : 17]
        let length = payloadOffset - 40 + payload.count
        var bytes: [UInt8] = [0x60 | trafficClass >> 4, trafficClass << 4 | 5, 6, 7] + Self.two(length)
        bytes += [numbers[0], hopLimit] + source + destination
        for (index, header) in extensions.enumerated() {
            bytes += [numbers[index + 1], UInt8((header.body.count + 2) / 8 - 1)] + header.body
        }
        return bytes
    }

    private func transport(_ checksum: UInt16) -> [UInt8] {
        let ports: [UInt8] = [0x9c, 0x40, 0x01, 0xbb]
        guard isTCP else { return ports + Self.two(8 + payload.count) + Self.two(Int(checksum)) + payload }
        var bytes = ports + Self.two(Int(sequence >> 16)) + Self.two(Int(sequence & 0xffff)) + [1, 2, 3, 4]
        bytes += [UInt8(5 + tcpOptions.count / 4) << 4, flags, 0x20, 0x01]
        return bytes + Self.two(Int(checksum)) + [0, 0] + tcpOptions + payload
    }

    static func two(_ number: Int) -> [UInt8] { [UInt8(number / 256 % 256), UInt8(number % 256)] }
}
