import AuraConfig
import AuraWire
import Testing

@Suite("Reading server.toml")
struct ServerParsingTests {
    @Test("The whole file gives every value")
    func whole() throws {
        #expect(try Parsing.server(Fixtures.server) == Fixtures.serverConfiguration())
    }

    @Test("What is left out has its documented default")
    func defaults() throws {
        let text = """
            version = 1
            [server]
            public_host = "vpn.example.org"
            outer_key = "\(Fixtures.outerKeyText)"
            [tunnel]
            pool6 = "fd00:77::/64"
            """
        let configuration = try Parsing.server(text)
        #expect(configuration == (try Fixtures.serverConfiguration()))
        #expect(configuration.listen.description == "::")
        #expect(configuration.files.certificate.resolved == "/etc/aura/server.pem")
        #expect(configuration.files.controlSocket.resolved == "/run/aura/server.sock")
        #expect(TransportKind.allCases.map { configuration.transports[$0].port } == [8443, 8443, 8444])
        #expect(configuration.transports.enabled == TransportKind.allCases)
        #expect(configuration.files.tlsCertificate.resolved == "/etc/aura/tls.pem")
        #expect(configuration.files.tlsKey.resolved == "/etc/aura/tls.key")
        #expect(configuration.files.quicSecret.resolved == "/etc/aura/quic.secret")
        #expect(configuration.decoy == .builtIn)
        #expect(configuration.tunnel.pool.description == "10.77.0.0/16")
        #expect(configuration.tunnel.mtu == 1320)
        #expect(configuration.tunnel.keepalive == .seconds(15))
        #expect(configuration.tunnel.maximumClients == 1000)
        #expect(configuration.tunnel.offload && configuration.tunnel.busyPoll == .zero)
        #expect(configuration.tunnel.queues == nil)
        #expect(configuration.log == LogSettings(level: .info, format: .text))
    }

    @Test(
        "A value of the documented range is taken",
        arguments: [
            ("\"vpn.example.org\"", "\"192.0.2.1\""), ("\"vpn.example.org\"", "\"2001:db8::1\""),
            ("\"vpn.example.org\"", "\"a\""), ("\"vpn.example.org\"", "\"xn--bcher-kva.example\""),
            ("listen = \"::\"", "listen = \"0.0.0.0\""), ("port = 8443", "port = 1"), ("port = 8443", "port = 65535"),
            ("port = 8443", "port = 0x1fff"), ("enabled = true", "enabled = false"),
            ("\"tls.pem\"", "\"/etc/letsencrypt/live/a.example/fullchain.pem\""),
            ("[decoy]", "[decoy]\nsite = \"www\""),
            ("[decoy]", "[decoy]\nupstream = \"http://127.0.0.1:8080\""),
            ("[decoy]", "[decoy]\nupstream = \"HTTP://web.example.org/\""),
            ("[decoy]", "[decoy]\nupstream = \"http://[::1]:1\""), ("[decoy]", "[decoy]\nupstream = \"https://a\""),
            ("[decoy]\n", ""),
            ("\"aura0\"", "\"tun-1_2.3\""), ("\"aura0\"", "\"abcdefghijklmno\""),
            ("\"10.77.0.0/16\"", "\"10.0.0.0/8\""),
            ("\"10.77.0.0/16\"", "\"10.0.0.0/30\""), ("\"fd00:77::/64\"", "\"fd00::/48\""),
            ("\"fd00:77::/64\"", "\"fd00::/112\""), ("mtu = 1320", "mtu = 1280"), ("mtu = 1320", "mtu = 1500"),
            ("dns = []", "dns = [\"1.1.1.1\", \"2606:4700::1111\"]"), ("= 15", "= 1"), ("= 15", "= 120"),
            ("max_clients = 1000", "max_clients = 1"), ("max_clients = 1000", "max_clients = 65535"),
            ("max_clients", "offload = true\nmax_clients"), ("max_clients", "offload = false\nmax_clients"),
            ("max_clients", "busy_poll_us = 0\nmax_clients"), ("max_clients", "busy_poll_us = 1000\nmax_clients"),
            ("max_clients", "queues = 1\nmax_clients"), ("max_clients", "queues = 16\nmax_clients"),
            ("\"info\"", "\"trace\""), ("\"info\"", "\"critical\""), ("\"text\"", "\"json\""),
        ])
    func accepted(old: String, new: String) {
        #expect(Fixtures.server.contains(old))
        #expect(Parsing.problems(.server, changing: old, to: new) == [])
    }

    @Test(
        "A value out of its range is one problem that names the key and the range",
        arguments: [
            ("version = 1", "version = 2", "version", "found 2", "1, the version"),
            ("version = 1", "version = \"1\"", "version", "found \"1\"", "1, the version"),
            ("\"vpn.example.org\"", "\"-vpn.example.org\"", "server.public_host", "found \"-vpn", "a host name"),
            ("\"vpn.example.org\"", "\"vpn..example.org\"", "server.public_host", "found", "a host name"),
            ("\"vpn.example.org\"", "\"vpn.example.org:443\"", "server.public_host", "found", "a host name"),
            ("\"vpn.example.org\"", "\"1.2.3.400\"", "server.public_host", "found", "a host name"),
            ("\"vpn.example.org\"", "\"[::1]\"", "server.public_host", "found", "without brackets"),
            ("\"vpn.example.org\"", "\"\"", "server.public_host", "found \"\"", "a host name"),
            ("\"vpn.example.org\"", "12", "server.public_host", "found 12", "a host name"),
            ("listen = \"::\"", "listen = \"localhost\"", "server.listen", "found \"localhost\"", "address"),
            ("\"server.key\"", "\"\"", "server.key", "found \"\"", "a path"),
            ("\"server.key\"", "\"a\\nb\"", "server.key", "found \"a\\u{a}b\"", "a path"),
            (
                "\"/run/aura/server.sock\"", "\"/\(String(repeating: "s", count: 103))\"", "server.control_socket",
                "found", "at most 103"
            ),
            ("port = 8443", "port = 0", "transport.udp.port", "found 0", "1 to 65535"),
            ("port = 8443", "port = 65536", "transport.udp.port", "found 65536", "1 to 65535"),
            ("port = 8443", "port = -1", "transport.udp.port", "found -1", "1 to 65535"),
            ("port = 8443", "port = 8443.0", "transport.udp.port", "found a floating-point number", "1 to 65535"),
            ("enabled = true", "enabled = 1", "transport.udp.enabled", "found 1", "true or false"),
            ("\"tls.pem\"", "\"\"", "transport.tls_certificate", "found \"\"", "a path"),
            ("\"tls.key\"", "7", "transport.tls_key", "found 7", "a path"),
            ("\"quic.secret\"", "\"\\u0007\"", "transport.quic_secret", "found \"\\u{7}\"", "a path"),
            ("\"aura0\"", "\"\"", "tunnel.interface", "found \"\"", "1 to 15"),
            ("\"aura0\"", "\"abcdefghijklmnop\"", "tunnel.interface", "found", "1 to 15"),
            ("\"aura0\"", "\"a/b\"", "tunnel.interface", "found \"a/b\"", "1 to 15"),
            ("\"aura0\"", "\"a b\"", "tunnel.interface", "found \"a b\"", "1 to 15"),
            ("\"aura0\"", "\"..\"", "tunnel.interface", "found \"..\"", "1 to 15"),
            ("\"aura0\"", "\"tün\"", "tunnel.interface", "found", "1 to 15"),
            ("\"10.77.0.0/16\"", "\"10.77.0.0/31\"", "tunnel.pool", "found \"10.77.0.0/31\"", "/8 to /30"),
            ("\"10.77.0.0/16\"", "\"8.0.0.0/7\"", "tunnel.pool", "found \"8.0.0.0/7\"", "/8 to /30"),
            ("\"10.77.0.0/16\"", "\"fd00::/64\"", "tunnel.pool", "found \"fd00::/64\"", "IPv4 block"),
            ("\"10.77.0.0/16\"", "\"10.77.0.0\"", "tunnel.pool", "is not a block", "ADDRESS/LENGTH"),
            ("\"10.77.0.0/16\"", "\"10.77.0.0/64\"", "tunnel.pool", "prefix length out of range", "0 to 32"),
            ("\"10.77.0.0/16\"", "2020-01-01", "tunnel.pool", "found a date", "IPv4 block"),
            ("\"fd00:77::/64\"", "\"fd00:0:1::/47\"", "tunnel.pool6", "has bits set", "IPv6 block"),
            ("\"fd00:77::/64\"", "\"fd00::/40\"", "tunnel.pool6", "found \"fd00::/40\"", "/48 to /112"),
            ("\"fd00:77::/64\"", "\"fd00::/113\"", "tunnel.pool6", "found \"fd00::/113\"", "/48 to /112"),
            ("\"fd00:77::/64\"", "\"10.78.0.0/16\"", "tunnel.pool6", "found \"10.78.0.0/16\"", "IPv6 block"),
            ("mtu = 1320", "mtu = 1279", "tunnel.mtu", "found 1279", "1280 to 1500 bytes"),
            ("mtu = 1320", "mtu = 1501", "tunnel.mtu", "found 1501", "1280 to 1500 bytes"),
            ("mtu = 1320", "mtu = 9223372036854775807", "tunnel.mtu", "found 9223372036854775807", "1280 to 1500"),
            ("mtu = 1320", "mtu = \"1400\"", "tunnel.mtu", "found \"1400\"", "1280 to 1500"),
            ("dns = []", "dns = \"1.1.1.1\"", "tunnel.dns", "found \"1.1.1.1\"", "an array of 0 to 8"),
            ("dns = []", "dns = [\"1.1.1.1\", \"x\"]", "tunnel.dns[1]", "found \"x\"", "address"),
            (
                "dns = []", "dns = [\(Array(repeating: "\"::1\"", count: 9).joined(separator: ","))]", "tunnel.dns",
                "array of 9", "0 to 8"
            ),
            ("= 15", "= 0", "tunnel.keepalive_seconds", "found 0", "1 to 120 seconds"),
            ("= 15", "= 121", "tunnel.keepalive_seconds", "found 121", "1 to 120 seconds"),
            ("max_clients = 1000", "max_clients = 0", "tunnel.max_clients", "found 0", "1 to 65535"),
            ("max_clients = 1000", "max_clients = 65536", "tunnel.max_clients", "found 65536", "1 to 65535"),
            ("max_clients = 1000", "offload = 1", "tunnel.offload", "found 1", "true or false"),
            ("max_clients = 1000", "offload = \"off\"", "tunnel.offload", "found \"off\"", "true or false"),
            ("max_clients = 1000", "busy_poll_us = -1", "tunnel.busy_poll_us", "found -1", "0 to 1000 microseconds"),
            ("max_clients = 1000", "busy_poll_us = 1001", "tunnel.busy_poll_us", "found 1001", "0 to 1000"),
            ("max_clients = 1000", "busy_poll_us = 0.5", "tunnel.busy_poll_us", "found a floating", "0 to 1000"),
            ("max_clients = 1000", "queues = 0", "tunnel.queues", "found 0", "1 to 16"),
            ("max_clients = 1000", "queues = 17", "tunnel.queues", "found 17", "1 to 16"),
            ("\"info\"", "\"loud\"", "log.level", "found \"loud\"", "\"trace\""),
            ("\"text\"", "\"xml\"", "log.format", "found \"xml\"", "\"text\" or \"json\""),
        ])
    func refused(old: String, new: String, key: String, found: String, expected: String) throws {
        let problems = Parsing.problems(.server, changing: old, to: new)
        let problem = try #require(problems.first)
        #expect(problems.count == 1)
        #expect(problem.file == "/etc/aura/server.toml")
        #expect(problem.keyPath == key)
        #expect(problem.found.contains(found))
        #expect(problem.expected.contains(expected))
        #expect(problem.line == Lines.line(of: new, in: Fixtures.server.replacing(old, with: new, maxReplacements: 1)))
    }

    @Test(
        "A decoy's upstream is the plain address of a web server",
        arguments: [
            "", "127.0.0.1:8080", "http://", "http:///", "http://a/b", "http://a//", "http://a:0", "http://a:65536",
            "http://a:", "http://a:+1", "http://a:8080x", "http://::1", "http://[127.0.0.1]", "http://[a]",
            "http://[::1",
            "http://[::1]x", "http://[::1]:", "http://user@a", "http://a b", "ftp://a", "http://a?b", "http://é",
            "https://a:0", "https:/a", "httpss://a",
        ])
    func badUpstream(text: String) {
        let problems = Parsing.problems(.server, changing: "[decoy]", to: "[decoy]\nupstream = \"\(text)\"")
        #expect(problems.map(\.keyPath) == ["decoy.upstream"])
        #expect(problems.first?.expected.contains("\"http://127.0.0.1:8080\"") == true)
        #expect(problems.first?.suggestion == nil)
    }

    @Test("A site and an upstream together are refused")
    func twoDecoys() {
        let both = "[decoy]\nsite = \"www\"\nupstream = \"http://a\""
        let problems = Parsing.problems(.server, changing: "[decoy]", to: both)
        #expect(problems.map(\.keyPath) == ["decoy.upstream"])
        #expect(problems.first?.found == "both a site and an upstream")
        #expect(problems.first?.suggestion == "remove one of the two")
        #expect(
            problems.first?.line == Lines.line(of: "upstream", in: Fixtures.server.replacing("[decoy]", with: both)))
    }

    @Test("What only a disabled transport needs may be given all the same")
    func disabled() throws {
        let text = Fixtures.server.replacing("enabled = true", with: "enabled = false")
            .replacing("[transport.udp]\nenabled = false", with: "[transport.udp]\nenabled = true")
        let configuration = try Parsing.server(text)
        #expect(configuration.transports.enabled == [.udp] && !configuration.needsTLS)
        #expect(configuration.files.tlsKey.written == "tls.key")
    }

    @Test(
        "A required key that is missing is named",
        arguments: [
            "version = 1\n", "public_host = \"vpn.example.org\"\n", "outer_key = \"\(Fixtures.outerKeyText)\"\n",
            "pool6 = \"fd00:77::/64\"\n",
        ])
    func missing(line: String) throws {
        let problems = Parsing.problems(.server, changing: line, to: "")
        #expect(problems.count == 1)
        let problem = try #require(problems.first)
        #expect(problem.found == "missing")
        #expect(line.hasPrefix(try #require(problem.keyPath.split(separator: ".").last)))
    }

    @Test("The keys of speed are read")
    func speed() throws {
        let keys = "offload = false\nbusy_poll_us = 20\nqueues = 3\nmax_clients"
        let tunnel = try Parsing.server(Fixtures.server.replacing("max_clients", with: keys)).tunnel
        #expect(!tunnel.offload && tunnel.busyPoll == .microseconds(20) && tunnel.queues == 3)
    }

    @Test(
        "Without a number of queues there is one for each processor, up to four",
        arguments: [(-1, 1), (0, 1), (1, 1), (2, 2), (4, 4), (5, 4), (.max, 4)])
    func standardQueues(processors: Int, queues: Int) {
        #expect(ServerTunnel.standardQueues(processors: processors) == queues)
        #expect(ConfigurationLimits.queues.contains(queues))
    }

    @Test("A server with every transport disabled is refused")
    func allDisabled() throws {
        let problems = Parsing.problems(.server, Fixtures.server.replacing("enabled = true", with: "enabled = false"))
        #expect(problems.map(\.keyPath) == ["transport"])
        #expect(problems.first?.found == "every transport is disabled")
    }

    @Test("All problems come at once, in the order of the file")
    func allAtOnce() {
        let text = Fixtures.server.replacing("mtu = 1320", with: "mtu = 9000").replacing(
            "port = 8444", with: "port = 0"
        )
        .replacing("listen = \"::\"", with: "listen = \"x\"").replacing("level", with: "lvel")
        let paths = Parsing.problems(.server, text).map(\.keyPath)
        #expect(paths == ["server.listen", "transport.quic.port", "tunnel.mtu", "log.lvel"])
    }

    @Test(
        "Paths are relative to the directory of the file",
        arguments: [
            ("/etc/aura/server.toml", "/etc/aura/server.key"), ("server.toml", "./server.key"),
            ("conf/server.toml", "conf/server.key"), ("/server.toml", "/server.key"),
        ])
    func relativePaths(file: String, key: String) throws {
        let configuration = try ServerConfiguration(parsing: ConfigurationText(Fixtures.server, path: file))
        #expect(configuration.files.key.resolved == key)
        #expect(configuration.files.key.written == "server.key")
        #expect(configuration.files.controlSocket.resolved == "/run/aura/server.sock")
    }
}
