import AuraWire
import Testing

@Suite("IP packet headers")
struct IPPacketHeaderTests {
    private static let v4: [UInt8] = [
        0x45, 0, 0, 24, 0, 0, 0, 0, 64, 17, 0, 0, 10, 77, 0, 2, 192, 0, 2, 1, 1, 2, 3, 4,
    ]

    private static let v6: [UInt8] =
        [0x60, 0, 0, 0, 0, 4, 17, 64] + [0xfd] + [UInt8](repeating: 0, count: 14) + [1, 0x20, 1, 0xd, 0xb8]
        + [UInt8](repeating: 0, count: 11) + [2, 1, 2, 3, 4]

    @Test("Addresses and length of both versions")
    func addresses() throws {
        let first = IPPacketHeader(Self.v4.span)
        let v4 = try #require(first)
        #expect(v4.source == IPAddress("10.77.0.2") && v4.destination == IPAddress("192.0.2.1") && v4.totalLength == 24)
        let second = IPPacketHeader(Self.v6.span)
        let v6 = try #require(second)
        #expect(v6.source == IPAddress("fd00::1") && v6.destination == IPAddress("2001:db8::2") && v6.totalLength == 44)
    }

    @Test("A packet that is cut or has bytes behind it is refused", arguments: [v4, v6])
    func lengths(packet: [UInt8]) {
        for length in 0..<packet.count { #expect(IPPacketHeader(Array(packet[..<length]).span) == nil) }
        #expect(IPPacketHeader((packet + [0]).span) == nil)
    }

    @Test("Other versions and impossible header lengths are refused")
    func versions() {
        for first in 0...255 as ClosedRange<UInt8> {
            var packet = Self.v4
            packet[0] = first
            let isGood = first == 0x45 || first == 0x46
            #expect((IPPacketHeader(packet.span) != nil) == isGood, "first byte \(first)")
        }
    }

    @Test("Options are part of the header, and may fill the packet")
    func options() {
        var packet = Self.v4
        packet[0] = 0x46
        #expect(IPPacketHeader(packet.span) != nil)
        packet[0] = 0x47
        #expect(IPPacketHeader(packet.span) == nil)
    }
}
