import AuraWire
import Testing

@Suite("IPv4 addresses")
struct AddressesIPv4Tests {
    @Test(
        "A dotted quad is read and printed as it was",
        arguments: [
            ("0.0.0.0", 0), ("10.77.0.1", 0x0a4d_0001), ("127.0.0.1", 0x7f00_0001), ("192.0.2.255", 0xc000_02ff),
            ("255.255.255.255", UInt32.max),
        ])
    func roundTrip(text: String, bits: UInt32) throws {
        let address = try #require(IPv4Address(text))
        #expect(address.bits == bits)
        #expect(address.description == text)
    }

    @Test("Random addresses survive printing and parsing")
    func randomRoundTrip() {
        var generator = SeededGenerator(seed: 4)
        for _ in 0..<1000 {
            let address = IPv4Address(bits: generator.next(upperBound: UInt32.max))
            #expect(IPv4Address(address.description) == address)
        }
    }

    @Test(
        "Everything else is refused",
        arguments: [
            "", ".", "...", "1.2.3", "1.2.3.4.5", "1.2.3.", ".1.2.3", "1..2.3", "256.0.0.1", "1.2.3.256", "1.2.3.999",
            "01.2.3.4", "1.2.3.00", "1.2.3.4 ", " 1.2.3.4", "+1.2.3.4", "-1.2.3.4", "0x1.2.3.4", "1.2.3.4/8", "a.b.c.d",
            "1.2.3.٤", "1.2.3.4\0", "1.2.3.0004", "1,2,3,4", "16909060", "::1",
        ])
    func refused(text: String) {
        #expect(IPv4Address(text) == nil)
    }

    @Test("Addresses are ordered as numbers")
    func order() throws {
        let (low, high) = (try #require(IPv4Address("9.255.255.255")), try #require(IPv4Address("10.0.0.0")))
        #expect(low < high)
        #expect(!(high < low))
    }
}
