import AuraPKI
import Testing

@Suite("Names")
struct NameTests {
    @Test(
        "A client name of letters, digits, dot, underscore and hyphen is taken as it is",
        arguments: [
            "a", "Alice", "alice.laptop", "bob_2", "x-1", "_x", "0", "a.", String(repeating: "n", count: 64),
        ])
    func goodPeerName(_ text: String) throws {
        #expect(try PeerName(text).text == text)
    }

    @Test(
        "A client name with anything else is refused",
        arguments: [
            "", ".", "..", ".hidden", "-rf", "a..b", "a/b", "../a", "a b", "a\n", "a\0", "ä", "a\u{301}", "a:b", "a*",
            String(repeating: "n", count: 65),
        ])
    func badPeerName(_ text: String) {
        #expect(throws: NameError.self) { try PeerName(text) }
    }

    @Test(
        "A host is a DNS name in lower case or an address in its shortest form",
        arguments: [
            ("vpn.example.org", "vpn.example.org"), ("VPN.Example.ORG", "vpn.example.org"), ("localhost", "localhost"),
            ("192.0.2.1", "192.0.2.1"), ("2001:DB8:0::1", "2001:db8::1"),
            ("xn--bcher-kva.example", "xn--bcher-kva.example"),
            ("3com.example", "3com.example"),
        ])
    func goodHost(_ text: String, _ printed: String) throws {
        #expect(try ServerName(text).description == printed)
    }

    @Test(
        "A host that is neither is refused",
        arguments: [
            "", ".", "a.", ".a", "a..b", "-a.b", "a-.b", "*.example.org", "a_b.example", "10.0.0", "10.0.0.256", "1",
            "[::1]", "fe80::1%eth0", "::1::", "a b", "bücher.example", "192.0.2.1\0x", "a/b", "host:443",
            String(repeating: "a", count: 64) + ".example",
            Array(repeating: "abcdefgh", count: 29).joined(separator: "."),
        ])
    func badHost(_ text: String) {
        #expect(throws: NameError.self) { try ServerName(text) }
    }

    @Test("The longest host is taken")
    func longestHost() throws {
        let host = String(repeating: "a.", count: 126) + "a"
        #expect(host.count == PKILimits.maximumHostNameLength)
        #expect(try ServerName(host) == .dns(host))
    }

    @Test("An error repeats the text in a printable, bounded form")
    func errorText() throws {
        let error = #expect(throws: NameError.self) { try PeerName("a\u{1B}[2J" + String(repeating: "x", count: 5000)) }
        let text = try #require(error).description
        #expect(text.utf8.allSatisfy { (0x20...0x7E).contains($0) })
        #expect(text.count < 300)
    }
}
