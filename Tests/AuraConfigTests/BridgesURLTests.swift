import AuraConfig
import Testing

@Suite("The address of a manifest on the web")
struct BridgesURLTests {
    @Test(
        "An address is taken apart and put together again",
        arguments: [
            ("https://a.example/b.toml", "a.example", 443, "/b.toml", "https://a.example/b.toml"),
            ("HTTPS://A.Example:443/B", "a.example", 443, "/B", "https://a.example/B"),
            ("https://a.example:8443/", "a.example", 8443, "/", "https://a.example:8443/"),
            ("https://a.example", "a.example", 443, "/", "https://a.example/"),
            ("https://192.0.2.1/x?y=z&z=%2F~", "192.0.2.1", 443, "/x?y=z&z=%2F~", "https://192.0.2.1/x?y=z&z=%2F~"),
            ("https://[2001:DB8:0::1]:1/", "2001:db8::1", 1, "/", "https://[2001:db8::1]:1/"),
            ("https://a//..;b=c:@!$'()*+,=", "a", 443, "//..;b=c:@!$'()*+,=", "https://a//..;b=c:@!$'()*+,="),
            ("https://a/?q?/", "a", 443, "/?q?/", "https://a/?q?/"),
        ] as [(String, String, UInt16, String, String)])
    func parts(text: String, host: String, port: UInt16, target: String, canonical: String) throws {
        let url = try #require(BridgesURL(text))
        #expect(url.host.text == host && url.port == port && url.target == target)
        #expect(url.description == canonical)
        #expect(BridgesURL(canonical) == url)
    }

    @Test(
        "Anything else is none",
        arguments: [
            "", "https", "https:", "https://", "https:///a", "https:/a/b", "//a/b", "a.example/b", "http://a/b",
            "ftp://a/b", "https://user@a/b", "https://user:pass@a/b", "https://@a/b", "https://a/b#c", "https://a#c",
            "https://a?b", "https://a:0/b", "https://a:65536/b", "https://a:/b", "https://a:+1/b", "https://a:1x/b",
            "https://::1/b", "https://[::1/b", "https://[::1]x/b", "https://[192.0.2.1]/b", "https://[a]/b",
            "https://-a/b", "https://a..b/c", "https://1.2.3.400/b", "https://a_b/c", "https://a b/c", "https://a/b c",
            "https://a/\tb", "https://a/b\r\nHost: c", "https://a/\u{7f}", "https://a/é", "https://é/a", "https://a/%",
            "https://a/%2", "https://a/%2g", "https://a/%%20", "https://a/\\b", "https://a\\b/c", "https://a/<b>",
            "https://a/\"", "https://a/{b}", "https://a/|", "https://a/^", "https://a/`", " https://a/b",
            "https://a/b ", "https://a/\u{0}", "https:/\u{301}/a/b", "https:/\u{2215}a/b", "https://a%2fb/c",
        ])
    func refused(text: String) {
        #expect(BridgesURL(text) == nil)
    }

    @Test("An address of the largest size is taken, one byte more is not")
    func size() throws {
        let most = ConfigurationLimits.maximumURLBytes
        let start = "https://a.example/"
        let longest = start + String(repeating: "b", count: most - start.utf8.count)
        #expect(try #require(BridgesURL(longest)).description == longest)
        #expect(BridgesURL(longest + "b") == nil)
    }
}
