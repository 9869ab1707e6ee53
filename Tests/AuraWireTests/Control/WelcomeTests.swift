import AuraWire
import Testing

@Suite("Welcomes and records")
struct WelcomeTests {
    private static let welcome = ControlMessageTests.welcome

    private func decode(_ records: [Record]) throws(WireError) -> Welcome {
        try Welcome(decoding: Record.encode(records)[...])
    }

    private func records(without type: UInt8 = 0) throws -> [Record] {
        try Record.decode(Self.welcome.encoded[...]).filter { $0.type != type }
    }

    @Test("Unknown records are passed over")
    func unknown() throws {
        #expect(try decode(records() + [Record(type: 200, value: [1, 2])]) == Self.welcome)
    }

    @Test("What must be there must be there", arguments: [1, 2, 6, 7] as [UInt8])
    func missing(type: UInt8) {
        #expect(throws: WireError.self) { try decode(records(without: type)) }
    }

    @Test("What may be missing may be missing", arguments: [3, 4, 5] as [UInt8])
    func optional(type: UInt8) throws {
        #expect(try decode(records(without: type)).mtu == 1_400)
    }

    @Test(
        "A value that cannot be is refused",
        arguments: [
            (1, 15), (1, 17), (2, 3), (2, 5), (2, 15), (3, 0), (4, 4), (4, 6), (5, 2), (6, 1), (6, 3), (7, 1), (7, 3),
        ] as [(UInt8, Int)])
    func lengths(type: UInt8, length: Int) {
        #expect(throws: WireError.self) {
            try decode(records() + [Record(type: type, value: [UInt8](repeating: 9, count: length))])
        }
    }

    @Test("Numbers out of range are refused", arguments: [(6, 1_279), (7, 0)] as [(UInt8, UInt16)])
    func numbers(type: UInt8, value: UInt16) {
        #expect(throws: WireError.self) {
            try decode(records(without: type) + [Record(type: type, value: [UInt8(value >> 8), UInt8(value & 0xff)])])
        }
    }

    @Test("A pool with host bits or too long a prefix is refused, and so is one of no family")
    func pools() throws {
        for value in [[10, 77, 0, 1, 16], [10, 77, 0, 0, 33]] as [[UInt8]] {
            #expect(throws: WireError.invalid("pool")) { try decode(records() + [Record(type: 4, value: value)]) }
        }
        #expect(try decode(records() + [Record(type: 4, value: [10, 78, 0, 0, 16])]).pools.count == 2)
    }

    @Test("Only so many DNS servers are taken")
    func dns() throws {
        let more = (0..<20).map { Record(type: 5, value: [9, 9, 9, $0]) }
        #expect(try decode(records() + more).dns.count == Welcome.maximumDNS)
    }

    @Test("Records decode to themselves; cut ones and too many are refused")
    func recordLimits() throws {
        let record = Record(type: 1, value: [1, 2, 3])
        #expect(Record.encode([record]) == [1, 0, 3, 1, 2, 3])
        #expect(try Record.decode([]) == [])
        for length in 1..<6 {
            #expect(throws: WireError.self) { try Record.decode(Record.encode([record])[..<length]) }
        }
        let most = [Record](repeating: record, count: Record.maximumCount)
        #expect(try Record.decode(Record.encode(most)[...]) == most)
        #expect(throws: WireError.self) { try Record.decode(Record.encode(most + [record])[...]) }
        let longest = Record(type: 2, value: [UInt8](repeating: 4, count: 65_535))
        #expect(try Record.decode(Record.encode([longest])[...]) == [longest])
    }
}
