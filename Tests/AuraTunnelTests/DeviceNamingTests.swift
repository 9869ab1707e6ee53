import AuraTunnel
import Testing

@Suite("Device names and headers")
struct DeviceNamingTests {
    @Test("utunN asks for that unit", arguments: [("utun0", 0), ("utun7", 7), ("utun99999", 99_999)])
    func unit(name: String, unit: Int32) {
        #expect(Utun.unit(ofName: name) == unit)
    }

    @Test(
        "Any other name lets the kernel choose",
        arguments: ["", "utun", "aura0", "utun-1", "utun+1", "utun01", "utun1x", "utun123456", "Utun1", "utun٣"])
    func noUnit(name: String) {
        #expect(Utun.unit(ofName: name) == nil)
    }

    @Test("The family header follows the version nibble")
    func header() throws {
        let four = try #require(Utun.header(forPacketBeginning: 0x45))
        let six = try #require(Utun.header(forPacketBeginning: 0x60))
        #expect([four[0], four[1], four[2], four[3]] == [0, 0, 0, 2])
        #expect([six[0], six[1], six[2], six[3]] == [0, 0, 0, 30])
        #expect(Utun.header(forPacketBeginning: 0x00) == nil)
        #expect(Utun.header(forPacketBeginning: 0x55) == nil)
    }

    @Test("The MTU is kept within what makes sense", arguments: [(0, 1280), (1400, 1400), (70_000, 65_535)])
    func mtu(asked: Int, given: Int) {
        #expect(TunOptions(mtu: asked).mtu == given)
    }

    #if os(Linux)
        @Test(
            "Names that no interface can have are refused before the system sees them",
            arguments: ["", "a/b", "a b", "%d", "%d%d", "a%s", "..", ".", "-x", "sixteen-letters-", "a\u{0}b", "ä"])
        func invalidName(name: String) {
            #expect(throws: DeviceError.invalidName(name)) { try Tun.open(TunOptions(name: name)) }
        }
    #endif
}
