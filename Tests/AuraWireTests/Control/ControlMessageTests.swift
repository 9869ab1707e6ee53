import AuraWire
import Testing

@Suite("Control messages")
struct ControlMessageTests {
    static let welcome = Welcome(
        sessionID: Array(0..<16), addresses: [.v4(IPv4Address(bits: 0x0a4d_0002)), .v6(IPv6Address(bits: 5))],
        gateways: [.v4(IPv4Address(bits: 0x0a4d_0001))],
        pools: [CIDR(containing: .v4(IPv4Address(bits: 0x0a4d_0000)), prefixLength: 16)!],
        dns: [.v4(IPv4Address(bits: 0x0101_0101))], mtu: 1_400, keepaliveSeconds: 15)

    static let all: [ControlMessage] = [
        .welcome(welcome), .ping(token: 0x0102_0304_0506_0708, padding: 0), .ping(token: .max, padding: 64),
        .pong(token: 0, padding: 3), .goodbye(.other), .goodbye(.shutdown), .goodbye(.replaced), .goodbye(.noAddress),
        .goodbye(.notTrusted), .goodbye(.full), .rekeyRequest, .probe(token: 7, padding: 1_300),
        .probeReply(token: 7, padding: 1_300), .manifestNews(serial: 0x0102_0304_0506_0708, size: 0x0a0b_0c0d),
        .manifestNews(serial: .max, size: 0), .manifestRequest(serial: 1, offset: .max),
        .manifestPart(serial: 1, offset: 0, bytes: [7]), .manifestPart(serial: .max, offset: .max, bytes: [1, 2]),
    ]

    private func decode(_ bytes: [UInt8]) throws(WireError) -> ControlMessage {
        try ControlMessage(decoding: bytes[...])
    }

    @Test("Decode to themselves", arguments: all)
    func roundTrip(_ message: ControlMessage) throws {
        #expect(try decode(message.encoded) == message)
    }

    @Test("Are refused when cut short, unless only padding is cut", arguments: all)
    func truncation(_ message: ControlMessage) {
        let bytes = message.encoded
        let shortest =
            switch message {
            case .ping, .pong, .probe, .probeReply: 9
            // One byte is a part.
            case .manifestPart: 14
            default: bytes.count
            }
        for length in 0..<shortest { #expect(throws: WireError.self) { try decode(Array(bytes[..<length])) } }
    }

    @Test(
        "Are refused with bytes behind them where these mean nothing",
        arguments: [
            .goodbye(.full), .rekeyRequest, .manifestNews(serial: 1, size: 2), .manifestRequest(serial: 1, offset: 2),
        ] as [ControlMessage])
    func trailing(_ message: ControlMessage) {
        #expect(throws: WireError.trailing(1)) { try decode(message.encoded + [0]) }
    }

    @Test("Unknown types are refused, unknown reasons are other reasons")
    func unknown() throws {
        for type in [0, 11, 255] as [UInt8] {
            #expect(throws: WireError.invalid("control type")) { try decode([type]) }
        }
        #expect(try decode([4, 99]) == .goodbye(.other))
    }

    @Test("A ping has the documented layout")
    func layout() {
        #expect(ControlMessage.ping(token: 0x0102, padding: 2).encoded == [2, 0, 0, 0, 0, 0, 0, 1, 2, 0, 0])
        #expect(ControlMessage.pong(token: 1, padding: -5).encoded.count == 9)
    }

    @Test("Messages about manifests have the documented layout")
    func manifestLayout() {
        let serial = [0, 0, 0, 0, 0, 0, 1, 2] as [UInt8]
        #expect(ControlMessage.manifestNews(serial: 258, size: 3).encoded == [8] + serial + [0, 0, 0, 3])
        #expect(ControlMessage.manifestRequest(serial: 258, offset: 4).encoded == [9] + serial + [0, 0, 0, 4])
        let part = ControlMessage.manifestPart(serial: 258, offset: 1_154, bytes: [5, 6])
        #expect(part.encoded == [10] + serial + [0, 0, 4, 130, 5, 6])
    }

    @Test("A part has a byte at least, and no more than fit into the smallest datagram that must get through")
    func partLength() throws {
        let longest = ControlMessage.manifestPart(
            serial: 1, offset: 2, bytes: Array(repeating: 3, count: ControlMessage.maximumManifestPart))
        #expect(try decode(longest.encoded) == longest)
        #expect(throws: WireError.invalid("length of part")) { try decode(longest.encoded + [3]) }
        let empty = ControlMessage.manifestPart(serial: 1, offset: 2, bytes: [])
        #expect(throws: WireError.truncated("part")) { try decode(empty.encoded) }
    }

    @Test("Only probes and their replies leave a session where it is")
    func inPlace() {
        for type in UInt8.min ... .max {
            #expect(ControlMessage.leavesSessionInPlace(type) == (type == 6 || type == 7))
        }
    }
}
