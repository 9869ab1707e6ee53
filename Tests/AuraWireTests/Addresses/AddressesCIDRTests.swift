import AuraWire
import Testing

@Suite("Blocks of addresses")
struct AddressesCIDRTests {
    @Test(
        "A block is read and printed as it was",
        arguments: [
            "0.0.0.0/0", "10.0.0.0/8", "10.77.0.0/16", "192.0.2.128/25", "192.0.2.1/32", "::/0", "fd00::/8",
            "2001:db8::/32", "2001:db8::1/128", "::ffff:0.0.0.0/96",
        ])
    func roundTrip(text: String) throws {
        #expect(try CIDR(text).description == text)
    }

    @Test(
        "What has not the form of a block says so",
        arguments: [
            "", "/", "10.0.0.0", "10.0.0.0/8/8", "/8", "10.0.0/8", "host/8", "[::]/0", " 10.0.0.0/8", "::1%lo/128",
        ])
    func malformed(text: String) {
        #expect(throws: CIDRError.malformed(text)) { try CIDR(text) }
    }

    @Test(
        "A length out of range names the range",
        arguments: [
            ("10.0.0.0/33", 32), ("10.0.0.0/", 32), ("10.0.0.0/-1", 32), ("10.0.0.0/+8", 32), ("10.0.0.0/8 ", 32),
            ("10.0.0.0/0008", 32), ("10.0.0.0/٨", 32), ("::/129", 128), ("::/999", 128),
        ])
    func lengthOutOfRange(text: String, most: Int) {
        #expect(throws: CIDRError.lengthOutOfRange(text, 0...most)) { try CIDR(text) }
    }

    @Test(
        "Bits after the prefix are refused with the block that was meant",
        arguments: [
            ("10.0.0.1/8", "10.0.0.0/8"), ("192.0.2.129/25", "192.0.2.128/25"), ("1.0.0.0/0", "0.0.0.0/0"),
            ("2001:db8::1/64", "2001:db8::/64"), ("8000::/0", "::/0"),
        ])
    func hostBits(text: String, meant: String) throws {
        #expect(throws: CIDRError.hostBitsSet(text, meant: meant)) { try CIDR(text) }
        #expect(try CIDR(meant).description == meant)
    }

    @Test("Errors keep only the start of a long text")
    func boundedErrors() throws {
        let text = String(repeating: "x", count: 10_000)
        let error = try #require(throws: CIDRError.self) { try CIDR(text) }
        #expect(error.description.utf8.count < 300)
    }

    @Test(
        "A block contains its own addresses and no others",
        arguments: [
            ("10.0.0.0/8", "10.255.255.255", true), ("10.0.0.0/8", "11.0.0.0", false), ("0.0.0.0/0", "8.8.8.8", true),
            ("0.0.0.0/0", "::8", false), ("::/0", "::8", true), ("::/0", "8.8.8.8", false),
            ("192.0.2.1/32", "192.0.2.1", true), ("192.0.2.1/32", "192.0.2.2", false),
            ("2001:db8::/127", "2001:db8::1", true), ("2001:db8::/127", "2001:db8::2", false),
        ])
    func contains(block: String, address: String, expected: Bool) throws {
        #expect(try CIDR(block).contains(try #require(IPAddress(address))) == expected)
    }

    @Test(
        "Overlap does not depend on the order",
        arguments: [
            ("10.0.0.0/8", "10.1.0.0/16", true), ("10.0.0.0/9", "10.128.0.0/9", false), ("0.0.0.0/0", "::/0", false),
            ("fd00::/8", "fd00::/64", true),
        ])
    func overlaps(left: String, right: String, expected: Bool) throws {
        let (left, right) = (try CIDR(left), try CIDR(right))
        #expect(left.overlaps(right) == expected)
        #expect(right.overlaps(left) == expected)
    }

    @Test("The block around an address is masked, at every length", arguments: ["203.0.113.77", "2001:db8:ffff::77"])
    func containing(text: String) throws {
        let address = try #require(IPAddress(text))
        for length in 0...address.bitWidth {
            let block = try #require(CIDR(containing: address, prefixLength: length))
            #expect(block.contains(address))
            #expect(try CIDR(block.description) == block)
        }
        #expect(CIDR(containing: address, prefixLength: -1) == nil)
        #expect(CIDR(containing: address, prefixLength: address.bitWidth + 1) == nil)
        #expect(CIDR(host: address).prefixLength == address.bitWidth)
    }
}
