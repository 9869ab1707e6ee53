import AuraWire
import Testing

@Suite("IPv6 addresses")
struct AddressesIPv6Tests {
    @Test(
        "The vectors of RFC 5952 print in their canonical form",
        arguments: [
            // Section 1 and 2: many spellings of one address.
            ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"), ("2001:0db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("2001:db8::1:0:0:1", "2001:db8::1:0:0:1"), ("2001:db8::0:1:0:0:1", "2001:db8::1:0:0:1"),
            ("2001:0db8::1:0:0:1", "2001:db8::1:0:0:1"), ("2001:db8:0:0:1::1", "2001:db8::1:0:0:1"),
            ("2001:db8:0000:0:1::1", "2001:db8::1:0:0:1"), ("2001:DB8:0:0:1::1", "2001:db8::1:0:0:1"),
            // Section 2.1 and 4.1: leading zeros.
            ("2001:db8:aaaa:bbbb:cccc:dddd:eeee:0001", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1"),
            ("2001:db8:aaaa:bbbb:cccc:dddd:eeee:001", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:1"),
            // Section 4.2.1: as short as possible.
            ("2001:db8:0:0:0:0:2:1", "2001:db8::2:1"),
            // Section 4.2.2: one group of zeros is not shortened.
            ("2001:db8::1:1:1:1:1", "2001:db8:0:1:1:1:1:1"), ("2001:db8:0:1:1:1:1:1", "2001:db8:0:1:1:1:1:1"),
            // Section 4.2.3: the longest run, then the first.
            ("2001:0:0:1:0:0:0:1", "2001:0:0:1::1"), ("2001:db8:0:0:1:0:0:1", "2001:db8::1:0:0:1"),
            // Section 4.3: lower case.
            ("2001:DB8:AAAA:BBBB:CCCC:DDDD:EEEE:AAAA", "2001:db8:aaaa:bbbb:cccc:dddd:eeee:aaaa"),
            // Section 5: IPv4-mapped.
            ("::ffff:192.0.2.1", "::ffff:192.0.2.1"), ("::ffff:c000:201", "::ffff:192.0.2.1"),
        ])
    func canonical(text: String, canonical: String) throws {
        #expect(try #require(IPv6Address(text)).description == canonical)
    }

    @Test(
        "Zeros at either end and trailing quads are read",
        arguments: [
            ("::", 0), ("::1", 1), ("1::", 1 << 112), ("0:0:0:0:0:0:0:0", 0), ("::1.2.3.4", 0x0102_0304),
            ("1:2:3:4:5:6:1.2.3.4", 0x0001_0002_0003_0004_0005_0006_0102_0304),
            ("64:ff9b::192.0.2.33", 0x0064_ff9b_0000_0000_0000_0000_c000_0221), ("::ffff:0:0", 0xffff_0000_0000),
            ("1:2:3:4:5:6:7::", 0x0001_0002_0003_0004_0005_0006_0007_0000),
            ("::2:3:4:5:6:7:8", 0x2_0003_0004_0005_0006_0007_0008),
            ("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff", UInt128.max),
        ] as [(String, UInt128)])
    func forms(text: String, bits: UInt128) throws {
        let address = try #require(IPv6Address(text))
        #expect(address.bits == bits)
        #expect(IPv6Address(address.description) == address)
    }

    @Test("Random addresses with runs of zeros survive printing and parsing")
    func randomRoundTrip() {
        var generator = SeededGenerator(seed: 6)
        for _ in 0..<2000 {
            let mask = generator.next(upperBound: UInt64(256))
            let bits = (0..<8).reduce(UInt128(0)) { bits, group in
                bits << 16 | (mask >> UInt64(group) & 1 == 0 ? 0 : UInt128(generator.next() & 0xffff))
            }
            let address = IPv6Address(bits: bits)
            #expect(IPv6Address(address.description) == address)
        }
    }

    @Test(
        "Everything else is refused",
        arguments: [
            "", ":", ":::", "1", "1:2:3:4:5:6:7", "1:2:3:4:5:6:7:8:9", "1:2:3:4:5:6:7:8::", "::1:2:3:4:5:6:7:8",
            "1::2::3",
            "::1::", "12345::", "g::", ":1::", "::1:", "1:2:3:4:5:6:7:", ":2:3:4:5:6:7:8", "+1::", "-1::", " ::1",
            "::1 ",
            "::1%eth0", "[::1]", "::1/128", "1.2.3.4", "1.2.3.4::", "1.2.3.4::1", "::1.2.3.4:5", "1:1.2.3.4::2",
            "::1.2.3", "::01.2.3.4", "1:2:3:4:5:6:7:1.2.3.4", "::١", "::1\0", "0x1::",
        ])
    func refused(text: String) {
        #expect(IPv6Address(text) == nil)
    }

    @Test("Only an address of ::ffff:0:0/96 has an IPv4 address inside")
    func mapped() throws {
        #expect(try #require(IPv6Address("::ffff:10.0.0.1")).mappedIPv4 == IPv4Address("10.0.0.1"))
        #expect(try #require(IPv6Address("::10.0.0.1")).mappedIPv4 == nil)
        #expect(try #require(IPv6Address("1::ffff:10.0.0.1")).mappedIPv4 == nil)
    }

    @Test("A very long text is refused at once")
    func bounded() {
        #expect(IPv6Address(String(repeating: "1:", count: 100_000)) == nil)
    }
}
