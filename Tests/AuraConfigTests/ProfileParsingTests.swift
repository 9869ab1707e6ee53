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
        #expect(profile.tlsName.text == "vpn.example.org")
        #expect(profile.tlsPins.isEmpty)
        #expect(profile.tunnel == ProfileTunnel(interface: .standard, defaultAction: .direct, split: SplitRules()))
        #expect(profile.tunnel.offload && profile.tunnel.busyPoll == .zero)
        #expect(profile.tunnel.rekeyAfter == .seconds(120))
        #expect(profile.controlSocket.resolved == "/run/aura/client-aura0.sock")
    }

    @Test("The keys of speed are read")
    func speed() throws {
        let keys = "[tunnel]\noffload = false\nbusy_poll_us = 20\nrekey_after_s = 7\n"
        let tunnel = try Parsing.profile(Fixtures.profile.replacing("[tunnel]\n", with: keys)).tunnel
        #expect(!tunnel.offload && tunnel.busyPoll == .microseconds(20) && tunnel.rekeyAfter == .seconds(7))
    }

    @Test("The standard control socket carries the name of the interface")
    func standardSocket() throws {
        let text = Fixtures.profile.replacing("control_socket = \"/run/aura/client-aura0.sock\"\n", with: "")
            .replacing("\"aura0\"", with: "\"work\"")
        #expect(try Parsing.profile(text).controlSocket.resolved == "/run/aura/client-work.sock")
    }

    @Test(
        "Without a TLS name it is the host that is dialled if that has a name, else the server's name",
        arguments: [
            ("a.example", "b.example", "a.example"), ("192.0.2.1", "b.example", "b.example"),
            ("2001:db8::1", "192.0.2.1", "192.0.2.1"),
        ])
    func tlsName(host: String, serverName: String, expected: String) throws {
        let text = Fixtures.profile.replacing("tls_name = \"vpn.example.org\"\n", with: "")
            .replacing("\nhost = \"vpn.example.org\"", with: "\nhost = \"\(host)\"")
            .replacing("server_name = \"vpn.example.org\"", with: "server_name = \"\(serverName)\"")
        #expect(try Parsing.profile(text).tlsName.text == expected)
    }

    @Test("A fingerprint is taken as openssl prints it, and written in one form")
    func pins() throws {
        let pairs = stride(from: 0, to: 64, by: 2).map { Fixtures.pinText.uppercased().dropFirst($0).prefix(2) }
        let text = Fixtures.profile.replacing(Fixtures.pinText, with: pairs.joined(separator: ":"))
        #expect(try Parsing.profile(text) == Fixtures.clientProfile())
        #expect(try Parsing.profile(text).tlsPins.map(\.description) == [Fixtures.pinText])
    }

    @Test(
        "What is no fingerprint is refused",
        arguments: [
            "", "00", "\(Fixtures.pinText)00", "x" + Fixtures.pinText.dropFirst(), "+1" + Fixtures.pinText.dropFirst(2),
            Fixtures.pinText + ":", ":" + Fixtures.pinText, "0:0" + Fixtures.pinText.dropFirst(2),
        ])
    func badPins(text: String) {
        let problems = Parsing.problems(.profile, changing: Fixtures.pinText, to: text)
        #expect(problems.map(\.keyPath) == ["transport.tls_pins[0]"])
        #expect(problems.first?.expected.contains("64 hexadecimal digits") == true)
    }

    @Test("A profile has room for a few fingerprints", arguments: [0, 8, 9])
    func pinCount(count: Int) {
        let list = Array(repeating: "\"\(Fixtures.pinText)\"", count: count).joined(separator: ", ")
        let problems = Parsing.problems(.profile, changing: "[\"\(Fixtures.pinText)\"]", to: "[\(list)]")
        #expect(problems.isEmpty == (count <= ConfigurationLimits.maximumTLSPins))
    }

    @Test("A profile is pinned to one transport, whatever its order, or says what it offers")
    func pinned() throws {
        var profile = try Fixtures.clientProfile()
        profile.transportOrder = [.udp]
        profile.server.quic = nil
        let pinned = try profile.pinned(to: .tcp)
        #expect(pinned.dialOrder.map(\.kind) == [.tcp] && pinned.dialOrder.map(\.port) == [8443])
        let error = try #require(throws: TransportNotOffered.self) { try profile.pinned(to: .quic) }
        #expect(error.wanted == .quic && error.offered == [.udp, .tcp])
        #expect(error.description.hasPrefix("the profile has no port for quic, but for: udp, tcp; choose one of these"))
    }

    @Test(
        "A value of the documented range is taken",
        arguments: [
            ("\"alice\"", "\"Alice_2.b-c\""), ("\"alice\"", "\"\(String(repeating: "a", count: 64))\""),
            ("host = \"vpn.example.org\"", "host = \"2001:db8::1\""), ("quic = 8444\n", ""),
            ("[\"udp\", \"quic\", \"tcp\"]", "[\"tcp\"]"), ("\"direct\"", "\"vpn\""),
            ("[[tunnel.split.direct]]\ncidr = \"10.1.0.0/16\"\n", ""), ("\"10.0.0.0/8\"", "\"::/0\""),
            ("\"10.0.0.0/8\"", "\"10.1.0.0/17\""),
            ("[tunnel]\n", "[tunnel]\noffload = true\n"), ("[tunnel]\n", "[tunnel]\noffload = false\n"),
            ("[tunnel]\n", "[tunnel]\nbusy_poll_us = 0\n"), ("[tunnel]\n", "[tunnel]\nbusy_poll_us = 1000\n"),
            ("[tunnel]\n", "[tunnel]\nrekey_after_s = 5\n"), ("[tunnel]\n", "[tunnel]\nrekey_after_s = 120\n"),
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
            (
                "tls_name = \"vpn.example.org\"", "tls_name = \"\"", "transport.tls_name", "found \"\"", "a host name"
            ),
            ("[\"\(Fixtures.pinText)\"]", "\"\"", "transport.tls_pins", "found \"\"", "an array of 0 to 8"),
            ("[\"udp\", \"quic\", \"tcp\"]", "[]", "transport.order", "array of 0", "1 to 3"),
            ("[\"udp\", \"quic\", \"tcp\"]", "\"udp\"", "transport.order", "found \"udp\"", "an array"),
            (
                "[\"udp\", \"quic\", \"tcp\"]", "[\"sctp\"]", "transport.order[0]", "found \"sctp\"",
                "\"udp\" or \"tcp\""
            ),
            ("[\"udp\", \"quic\", \"tcp\"]", "[\"udp\", \"udp\"]", "transport.order", "twice", "at most once"),
            ("udp = 8443\ntcp = 8443\nquic = 8444\n", "", "transport.order", "no transport", "at least one"),
            ("[tunnel]\n", "[tunnel]\noffload = 0\n", "tunnel.offload", "found 0", "true or false"),
            ("[tunnel]\n", "[tunnel]\nbusy_poll_us = 1001\n", "tunnel.busy_poll_us", "found 1001", "0 to 1000"),
            ("[tunnel]\n", "[tunnel]\nrekey_after_s = 4\n", "tunnel.rekey_after_s", "found 4", "5 to 120 seconds"),
            ("[tunnel]\n", "[tunnel]\nrekey_after_s = 121\n", "tunnel.rekey_after_s", "found 121", "5 to 120"),
            ("[tunnel]\n", "[tunnel]\nqueues = 2\n", "tunnel.queues", "unknown key", "one of interface"),
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
