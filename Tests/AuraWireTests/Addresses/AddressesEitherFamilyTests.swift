import AuraWire
import Testing

@Suite("Addresses of either family")
struct AddressesEitherFamilyTests {
    @Test(
        "The family is told from the text",
        arguments: [("10.0.0.1", 32, false), ("::1", 128, true), ("fd00::1", 128, true), ("::ffff:1.2.3.4", 128, true)])
    func family(text: String, width: Int, isIPv6: Bool) throws {
        let address = try #require(IPAddress(text))
        #expect(address.bitWidth == width)
        #expect(address.isIPv6 == isIPv6)
        #expect(address.description == text)
    }

    @Test("What is neither is refused", arguments: ["", "localhost", "1.2.3", "[::1]", "fe80::1%eth0", "1.2.3.4:5"])
    func refused(text: String) {
        #expect(IPAddress(text) == nil)
    }

    @Test("Octets are in network order and give the address back", arguments: ["1.2.3.4", "2001:db8::102:304"])
    func octets(text: String) throws {
        let address = try #require(IPAddress(text))
        #expect(address.octets.count == address.bitWidth / 8)
        #expect(address.octets.suffix(4) == [1, 2, 3, 4])
        #expect(IPAddress(octets: address.octets) == address)
    }

    @Test("Only 4 or 16 octets make an address", arguments: 0...20)
    func octetCount(count: Int) {
        let octets = [UInt8](repeating: 1, count: count)
        #expect((IPAddress(octets: octets) != nil) == [4, 16].contains(count))
    }

    @Test("An IPv4-mapped address unmaps to IPv4, others stay")
    func unmapped() throws {
        #expect(try #require(IPAddress("::ffff:1.2.3.4")).unmapped == IPAddress("1.2.3.4"))
        #expect(try #require(IPAddress("::1")).unmapped == IPAddress("::1"))
        #expect(try #require(IPAddress("1.2.3.4")).unmapped == IPAddress("1.2.3.4"))
    }

    @Test(
        "A socket address is read and printed as it was",
        arguments: [("1.2.3.4:443", 443), ("[2001:db8::1]:8443", 8443), ("[::]:0", 0), ("0.0.0.0:65535", 65535)])
    func socketAddress(text: String, port: UInt16) throws {
        let address = try #require(SocketAddress(text))
        #expect(address.port == port)
        #expect(address.description == text)
    }

    @Test(
        "What is no socket address is refused",
        arguments: [
            "", ":", "1.2.3.4", "1.2.3.4:", ":443", "1.2.3.4:65536", "1.2.3.4:-1", "1.2.3.4:+1", "1.2.3.4:000443",
            "::1:443", "[::1]", "[::1]443", "[::1]:", "[1.2.3.4]:443", "[::1:443", "::1]:443", "[]:443", "host:443",
            "1.2.3.4:4 43", "1.2.3.4:٤", "[[::1]]:443", "[:443",
        ])
    func socketAddressRefused(text: String) {
        #expect(SocketAddress(text) == nil)
    }
}
