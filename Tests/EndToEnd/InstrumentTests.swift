import AuraLab
import Testing

extension EndToEnd {
    /// The instruments that the tests of links use, tried without any VPN.
    @Suite("The instruments") struct InstrumentTests {
        @Test("a block drops one way, one port or one length, and is lifted alone")
        func blocks() async throws {
            try await withLab { lab in
                let internet = try await Internet.make(in: lab, outside: ["alice"])
                try await internet.carrySingleDatagrams()
                let firewall = try await Firewall.install(on: internet.router)
                let alice = internet.outside[0]
                try await Self.count(internet.server, alice)
                func arrivals(_ match: PacketMatch?) async throws -> [Bool] {
                    var block: Firewall.Block?
                    if let match { block = try await firewall.block(match) }
                    let all = try await Self.arrivals(internet.server, alice)
                    if let block { try await firewall.lift(block) }
                    return all
                }
                #expect(try await arrivals(nil) == [true, true, true, true])
                #expect(try await arrivals(.udp) == [false, false, true, false])
                #expect(try await arrivals(.tcp) == [true, true, false, true])
                #expect(try await arrivals(.transport(.udp)) == [false, true, true, false])
                #expect(try await arrivals(.udp.towards(internet.server)) == [false, false, true, false])
                #expect(try await arrivals(.udp.from(internet.server)) == [true, true, true, true])
                #expect(try await arrivals(.udp.longer(than: 1228)) == [true, true, true, false])
                #expect(try await arrivals(nil) == [true, true, true, true])
            }
        }

        @Test("a metered download tells when and how long nothing came, and that all came in the end")
        func meter() async throws {
            try await withLab { lab in
                let internet = try await Internet.make(in: lab, outside: ["alice"])
                let file = try await lab.makeFile("payload", bytes: 30_000_000)
                _ = try await HTTPServer.start(on: internet.server.host, serving: lab.directory)
                let firewall = try await Firewall.install(on: internet.router)
                let download = try await MeteredDownload.start(
                    "payload", from: internet.server.ipv4, on: internet.outside[0].host, rate: 10_000_000)
                try await download.waitForBytes(5_000_000)
                let block = try await firewall.block(.tcp)
                try await Task.sleep(for: .seconds(1))
                try await firewall.lift(block)
                try await download.waitForMoreBytes()
                let result = try await download.result()
                #expect(result.bytes == 30_000_000 && result.sha256 == file.sha256)
                #expect((Duration.seconds(1)..<Duration.seconds(4)).contains(result.longestPause(from: block.since)))
                #expect(result.pauses(from: result.start, to: block.since + .milliseconds(100)).count <= 2)
                #expect((Duration.seconds(3)..<Duration.seconds(10)).contains(result.end - result.start))
            }
        }

        @Test("names resolve to what the test says, also when it changes under a running program")
        func names() async throws {
            try await withLab { lab in
                let host = try await lab.addHost("alice")
                try host.setNames(["vpn.test": ["10.99.1.2", "10.99.1.3", "fd99:1::2"]])
                func addresses() async throws -> Set<Substring> {
                    let text = try await host.check(["getent", "ahosts", "vpn.test"])
                    return Set(text.split(separator: "\n").compactMap { $0.split(separator: " ").first })
                }
                #expect(try await addresses() == ["10.99.1.2", "10.99.1.3", "fd99:1::2"])
                let watcher = try await host.start(
                    "watcher", ["sh", "-c", "until getent hosts vpn.test | grep -q 10.99.9.9; do sleep 0.1; done"])
                try await Task.sleep(for: .milliseconds(300))
                #expect(watcher.isRunning)
                try host.setNames(["vpn.test": ["10.99.9.9"]])
                #expect(try await addresses() == ["10.99.9.9"])
                #expect(try await watcher.waitForExit() == .exited(0))
            }
        }

        @Test("the strangers see a real web server's answers and closes")
        func strangers() async throws {
            try await withLab { lab in
                let wire = try await lab.connect(try await lab.addHost("server"), try await lab.addHost("stranger"))
                let (server, stranger) = (wire.first, wire.second.host)
                try await Self.startWeb(on: server.host)
                let page = try await stranger.browse(server.ipv4, port: 8443)
                #expect(page.status == 200 && page.version.hasPrefix("1"), "\(page)")
                #expect(page.body.contains("s_server"), "\(page)")
                let tls = try await stranger.openTLS(server.ipv6, port: 8443, alpn: ["h2", "http/1.1"])
                #expect(tls.version == "TLSv1.3" && tls.alpn == "http/1.1", "\(tls)")
                #expect(tls.subject?.contains("lab") == true, "\(tls)")
                let noise = try await stranger.accost(
                    server.ipv4, port: 8443, sending: Array(repeating: 0x55, count: 300), alpn: nil)
                #expect(noise.closed && noise.tls == nil)
                let request = Array("GET / HTTP/1.0\r\n\r\n".utf8)
                let inside = try await stranger.accost(server.ipv4, port: 8443, sending: request, alpn: ["http/1.1"])
                #expect(inside.tls == "TLSv1.3" && inside.closed && inside.text.contains("s_server"))
            }
        }

        @Test("a crowd of silent connections stands as long as it is let, and tells when it is not")
        func crowd() async throws {
            try await withLab { lab in
                let wire = try await lab.connect(try await lab.addHost("server"), try await lab.addHost("crowd"))
                let server = wire.first.host
                let listener = "import socket,time;s=socket.create_server(('0.0.0.0',8443),backlog=4096);"
                let patient = try await server.start(
                    "listener", ["/usr/bin/python3", "-c", listener + "print('ready',flush=True);time.sleep(99)"])
                try await patient.waitForLog("ready")
                let quiet = try await Crowd.start(
                    from: wire.second.host, to: wire.first.ipv4, port: 8443, count: 2000, seconds: 2)
                #expect(
                    try await quiet.summary(within: .seconds(10))
                        == "connected 2000, refused 0, closed by the server 0 ")
                let stubborn = try await Crowd.start(
                    from: wire.second.host, to: wire.first.ipv4, port: 8443, count: 100, seconds: 3)
                try await patient.stop(.kill)
                #expect(try await stubborn.summary(within: .seconds(10)).contains("closed by the server 100 after"))
            }
        }

        @Test("a stopped process stands still, and its descriptors, threads and memory are counted")
        func processes() async throws {
            let script = """
                import os, threading, time
                files = [open("/dev/null") for _ in range(50)]
                hold = bytearray(os.urandom(1 << 20) * 64)
                threading.Thread(target=time.sleep, args=(99,), daemon=True).start()
                while True: print(time.monotonic(), flush=True); time.sleep(0.02)
                """
            try await withLab { lab in
                let host = try await lab.addHost("one")
                let daemon = try await host.start("counter", ["/usr/bin/python3", "-c", script])
                try await daemon.waitForLog(".")
                let counters = try daemon.counters()
                #expect((53...60).contains(counters.descriptors) && counters.threads == 2, "\(counters)")
                #expect((64 << 20..<200 << 20).contains(counters.residentBytes), "\(counters)")
                daemon.send(.pause)
                try await Task.sleep(for: .milliseconds(100))
                let before = daemon.log
                try await Task.sleep(for: .milliseconds(300))
                #expect(daemon.log == before)
                daemon.send(.resume)
                try await eventually("it goes on") { daemon.log != before }
            }
        }

        /// What is looked for, in the order of ``arrivals(_:_:)``: small datagrams to 8443 and 8444, TCP to 8443, and a
        /// large datagram to 8443.
        private static let probes = [
            ("udp dport 8443 meta length <= 1228", "a"), ("udp dport 8444", "b"), ("tcp dport 8443", "c"),
            ("udp dport 8443 meta length > 1228", "d"),
        ]

        private static func count(_ server: Wire.End, _ client: Wire.End) async throws {
            let firewall = try await Firewall.install(on: server.host)
            for (match, name) in probes { try await firewall.count(match, as: name, at: .input) }
        }

        private static func arrivals(_ server: Wire.End, _ client: Wire.End) async throws -> [Bool] {
            let firewall = Firewall.installed(on: server.host)
            let script = """
                import socket
                udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
                for port, size in ((8443, 1200), (8444, 10), (8443, 1201)): udp.sendto(bytes(size), ("\(server.ipv4)", port))
                # In one call, to be cut by the kernel (UDP_SEGMENT): the wires must not carry it as one.
                udp.setsockopt(17, 103, 1200)
                udp.sendto(bytes(2400), ("\(server.ipv4)", 8443))
                tcp = socket.socket()
                tcp.settimeout(0.2)
                tcp.connect_ex(("\(server.ipv4)", 8443))
                """
            func seen() async throws -> [Int] {
                var all: [Int] = []
                for (_, name) in probes { all.append(try await firewall.packets(name)) }
                return all
            }
            let before = try await seen()
            try await client.host.check(["/usr/bin/python3", "-c", script])
            try await Task.sleep(for: .milliseconds(50))
            let new = zip(try await seen(), before).map { $0 - $1 }
            if new[0] > 0 { #expect(new[0] == 3, "one alone and two that were sent as a bundle") }
            return new.map { $0 > 0 }
        }

        private static func startWeb(on host: LabHost) async throws {
            let base = host.lab.directory
            try await Command.check(
                ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
                    + ["-subj", "/CN=lab", "-days", "2", "-keyout", "\(base)/web.key", "-out", "\(base)/web.pem"])
            let daemon = try await host.start(
                "web server",
                ["openssl", "s_server", "-accept", "8443", "-cert", "\(base)/web.pem", "-key", "\(base)/web.key"]
                    + ["-www", "-alpn", "http/1.1"])
            try await daemon.waitForLog("ACCEPT")
        }
    }
}
