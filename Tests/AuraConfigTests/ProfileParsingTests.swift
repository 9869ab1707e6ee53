import AuraConfig
import AuraWire
import Testing

@Suite("Reading a profile")
struct ProfileParsingTests {
    @Test("The whole file gives every value")
    func whole() throws {
        #expect(try Parsing.profile(Fixtures.profile) == Fixtures.clientProfile())
    }

    @Test("What is left out has its documented default")
    func defaults() throws {
        let text = """
            version = 1
            [client]
            name = "alice"
            server_name = "vpn.example.org"
            outer_key = "\(Fixtures.outerKeyText)"
            [server]
            host = "vpn.example.org"
            tcp = 443
            [pki]
            ca = \"""\(Fixtures.certificate)\"""
            certificate = \"""\(Fixtures.certificate)\"""
            key = \"""\(Fixtures.privateKey)\"""
            """
        let profile = try Parsing.profile(text)
        #expect(profile.transportOrder == [.udp, .quic, .tcp])
        #expect(profile.dialOrder.map(\.kind) == [.tcp])
        #expect(profile.dialOrder.map(\.port) == [443])
        #expect(profile.tunnel == ProfileTunnel(interface: .standard, defaultAction: .direct, split: SplitRules()))
        #expect(profile.controlSocket.resolved == "/run/aura/client-aura0.sock")
    }

    @Test("The standard control socket carries the name of the interface")
    func standardSocket() throws {
        let text = Fixtures.profile.replacing("control_socket = \"/run/aura/client-aura0.sock\"\n", with: "")
            .replacing("\"aura0\"", with: "\"work\"")
        #expect(try Parsing.profile(text).controlSocket.resolved == "/run/aura/client-work.sock")
    }

    @Test(
        "A value of the documented range is taken",
        arguments: [
            ("\"alice\"", "\"Alice_2.b-c\""), ("\"alice\"", "\"\(String(repeating: "a", count: 64))\""),
            ("host = \"vpn.example.org\"", "host = \"2001:db8::1\""), ("quic = 8444\n", ""),
            ("[\"udp\", \"quic\", \"tcp\"]", "[\"tcp\"]"), ("\"direct\"", "\"vpn\""),
            ("[[tunnel.split.direct]]\ncidr = \"10.1.0.0/16\"\n", ""), ("\"10.0.0.0/8\"", "\"::/0\""),
            ("\"10.0.0.0/8\"", "\"10.1.0.0/17\""),
        ])
    func accepted(old: String, new: String) {
        #expect(Fixtures.profile.contains(old))
        #expect(Parsing.problems(.profile, changing: old, to: new) == [])
    }

    @Test(
        "A value out of its range is one problem that names the key and the range",
        arguments: [
            ("\"alice\"", "\"\"", "client.name", "found \"\"", "1 to 64"),
            ("\"alice\"", "\"../alice\"", "client.name", "found \"../alice\"", "1 to 64"),
            ("\"alice\"", "\"a..b\"", "client.name", "found \"a..b\"", "1 to 64"),
            ("\"alice\"", "\"-a\"", "client.name", "found \"-a\"", "1 to 64"),
            ("\"alice\"", "\"\(String(repeating: "a", count: 65))\"", "client.name", "found", "1 to 64"),
            (
                "server_name = \"vpn.example.org\"", "server_name = \"*.example.org\"", "client.server_name", "found",
                "a host name"
            ),
            ("udp = 8443", "udp = 0", "server.udp", "found 0", "1 to 65535"),
            ("[\"udp\", \"quic\", \"tcp\"]", "[]", "transport.order", "array of 0", "1 to 3"),
            ("[\"udp\", \"quic\", \"tcp\"]", "\"udp\"", "transport.order", "found \"udp\"", "an array"),
            (
                "[\"udp\", \"quic\", \"tcp\"]", "[\"sctp\"]", "transport.order[0]", "found \"sctp\"",
                "\"udp\" or \"tcp\""
            ),
            ("[\"udp\", \"quic\", \"tcp\"]", "[\"udp\", \"udp\"]", "transport.order", "twice", "at most once"),
            ("udp = 8443\ntcp = 8443\nquic = 8444\n", "", "transport.order", "no transport", "at least one"),
            ("default = \"direct\"", "default = \"all\"", "tunnel.default", "found \"all\"", "\"vpn\" or \"direct\""),
            (
                "\"10.0.0.0/8\"", "\"10.0.0.0/8\"\n[[tunnel.split.vpn]]\ncidr = \"10.0.0.0/8\"",
                "tunnel.split.vpn[1].cidr", "10.0.0.0/8 is already in tunnel.split.vpn[0].cidr", "once"
            ),
            (
                "\"10.1.0.0/16\"", "\"10.0.0.0/8\"", "tunnel.split.direct[0].cidr",
                "10.0.0.0/8 is already in tunnel.split.vpn[0].cidr", "once"
            ),
            (
                "\"10.0.0.0/8\"", "\"10.0.0.1/8\"", "tunnel.split.vpn[0].cidr", "has bits set after its prefix",
                "a block"
            ),
            ("\"10.0.0.0/8\"", "8", "tunnel.split.vpn[0].cidr", "found 8", "a block"),
            ("cidr = \"10.0.0.0/8\"", "", "tunnel.split.vpn[0].cidr", "missing", "a block"),
            ("ca = \"\"\"\n-----BEGIN", "ca = \"\"\"\n-----BEGAN", "pki.ca", "found a string", "PEM"),
            (
                "key = \"\"\"\n-----BEGIN PRIVATE", "key = \"\"\"\n-----BEGIN PUBLIC", "pki.key", "found a string",
                "private key in PEM"
            ),
        ])
    func refused(old: String, new: String, key: String, found: String, expected: String) throws {
        #expect(Fixtures.profile.contains(old))
        let problems = Parsing.problems(.profile, changing: old, to: new)
        let problem = try #require(problems.first)
        #expect(problems.count == 1)
        #expect(problem.keyPath == key)
        #expect(problem.found.contains(found))
        #expect(problem.expected.contains(expected))
        #expect(problem.line != nil)
    }

    @Test("Host bits in a rule come with the block that was meant")
    func hostBitsSuggestion() {
        let problems = Parsing.problems(.profile, changing: "\"10.0.0.0/8\"", to: "\"10.0.0.1/8\"")
        #expect(problems.first?.suggestion == "did you mean 10.0.0.0/8?")
    }

    @Test("A profile without its tables names every required key")
    func emptyProfile() {
        let missing = Set(Parsing.problems(.profile, "version = 1\n").filter { $0.found == "missing" }.map(\.keyPath))
        let expected: Set = [
            "client.name", "client.server_name", "client.outer_key", "server.host", "pki.ca", "pki.certificate",
            "pki.key",
        ]
        #expect(missing == expected)
    }

    @Test("Inline tables do as well as blocks")
    func inlineBlocks() throws {
        let text = Fixtures.profile.replacing("[[tunnel.split.vpn]]\ncidr = \"10.0.0.0/8\"\n", with: "")
            .replacing("[[tunnel.split.direct]]\ncidr = \"10.1.0.0/16\"\n", with: "")
            .replacing(
                "default = \"direct\"",
                with:
                    "default = \"direct\"\nsplit.vpn = [{cidr = \"10.0.0.0/8\"}]\nsplit.direct = [{cidr = \"10.1.0.0/16\"}]"
            )
        #expect(try Parsing.profile(text) == Fixtures.clientProfile())
    }
}
