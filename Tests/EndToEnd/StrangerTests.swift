import AuraLab
import Testing

extension EndToEnd {
    /// Whoever does not have the outer key sees a web site, and gets no tunnel.
    @Suite("Strangers") struct StrangerTests {
        @Test("curl gets a web site", arguments: LabHost.HTTPVersion.allCases, Family.allCases)
        func browser(version: LabHost.HTTPVersion, over family: Family) async throws {
            try await meet { stranger, server, _ in
                let address = family.address(of: server)
                let page = try await stranger.browse(address, port: Transport.tcp.port, version: version)
                #expect(page.status == 200 && page.version == (version == .one ? "1.1" : "2"), "\(page)")
                #expect(page.headers["content-type"]?.hasPrefix("text/html") == true, "\(page)")
                #expect(page.body.contains("<html") && !page.body.lowercased().contains("aura"), "\(page)")
                let absent = try await stranger.browse(
                    address, port: Transport.tcp.port, target: "/no-such-page", version: version)
                #expect(absent.status == 404, "\(absent)")
                let head = try await stranger.browse(
                    address, port: Transport.tcp.port, version: version, options: ["--head"])
                #expect(head.status == 200, "\(head)")
                #expect(head.headers["content-length"] == page.headers["content-length"], "\(head)")
                let above = try await stranger.browse(
                    address, port: Transport.tcp.port, target: "/../../../etc/passwd", version: version)
                #expect((400..<500).contains(above.status) && !above.body.contains("root:"), "\(above)")
            }
        }

        @Test("openssl s_client gets TLS 1.3, and the protocol of the two that it would rather have")
        func openssl() async throws {
            try await meet { stranger, server, _ in
                for (offer, chosen) in [(["h2", "http/1.1"], "h2"), (["http/1.1"], "http/1.1"), ([], nil)] {
                    let answer = try await stranger.openTLS(server.ipv4, port: Transport.tcp.port, alpn: offer)
                    #expect(answer.version == "TLSv1.3" && answer.alpn == chosen, "\(answer)")
                    #expect(answer.subject?.lowercased().contains("aura") == false, "\(answer)")
                }
                let page = try await stranger.openTLS(
                    server.ipv4, port: Transport.tcp.port, alpn: ["http/1.1"], options: ["-ign_eof"],
                    request: "GET / HTTP/1.1\r\nHost: www.example.org\r\nConnection: close\r\n\r\n")
                #expect(page.description.contains("HTTP/1.1 200"), "\(page)")
            }
        }

        @Test("silence and random bytes, in TLS or not, get what a web server says to them, and are closed within 15 s")
        func randomBytes() async throws {
            try await meet { stranger, server, _ in
                try await withThrowingTaskGroup(of: (String, StrangerAnswer).self) { group in
                    for alpn in [nil, ["http/1.1"], ["h2"], []] as [[String]?] {
                        for length in [0, 1, 16, 400, 5_000] {
                            let bytes = (0..<length).map { _ in UInt8.random(in: 0...255) }
                            group.addTask {
                                let answer = try await stranger.accost(
                                    server.ipv4, port: Transport.tcp.port, sending: bytes, alpn: alpn, within: 20)
                                return ("\(length) bytes, ALPN \(alpn as Any)", answer)
                            }
                        }
                    }
                    for try await (what, answer) in group {
                        #expect(answer.closed && answer.seconds < 16.5, "\(what): \(answer)")
                    }
                }
            }
        }

        @Test("an independent QUIC client completes a handshake and gets no tunnel")
        func aioquic() async throws {
            try await meet { stranger, server, vpn in
                let python: PythonEnvironment
                do {
                    python = try await PythonEnvironment.make(["aioquic>=1.2,<2"], in: vpn.lab)
                } catch let error as PythonEnvironment.Unavailable {
                    try Test.cancel("\(error)")
                }
                for family in Family.allCases {
                    let answer = try await stranger.accostQUIC(
                        family.address(of: server), port: Transport.quic.port, name: "www.example.org", with: python)
                    #expect(answer.handshake && answer.alpn == "h3", "\(answer)")
                    #expect(answer.datagrams == 0, "\(answer)")
                }
                let quic = try await vpn.server.status().transport(.quic)
                #expect(quic?.accepted ?? 0 == 0 && quic?.links ?? 0 == 0, "\(quic as Any)")
            }
        }

        @Test("5,000 silent connections, opened again whenever they are closed, do not keep a client out")
        func silentCrowd() async throws {
            try await Scenario.run(strangers: ["mallory"], order: [.tcp]) { vpn in
                let mallory = vpn.internet.outside[1]
                let before = try vpn.server.daemon.counters()
                for number in 100..<108 {
                    let source = "10.99.3.\(number)"
                    try await mallory.host.check(["ip", "address", "add", "\(source)/24", "dev", mallory.interface])
                    _ = try await Crowd.start(
                        from: mallory.host, to: vpn.internet.server.ipv4, port: Transport.tcp.port, source: source,
                        count: 625, seconds: 60, again: true, drip: number % 2 == 0)
                }
                let during = try vpn.server.daemon.counters()
                #expect(during.descriptors > before.descriptors + 1_000, "the crowd is there: \(during)")
                let inner = try await vpn.server.innerAddresses().ipv4
                #expect(try await vpn.alice.host.reaches(inner), "who is in stays in")
                try await vpn.alice.node.daemon.stop()
                // Longer than any of them may stay, so that all of them have been closed and have come again.
                let end = Moment.now + .seconds(18)
                while Moment.now < end {
                    let again = try await vpn.deployment.startClient(vpn.alice.profile, on: vpn.alice.host)
                    #expect(try await vpn.alice.host.reaches(inner))
                    try await again.daemon.stop()
                    try await Task.sleep(for: .seconds(1))
                }
                let after = try vpn.server.daemon.counters()
                #expect(after.residentBytes < before.residentBytes + 256 << 20, "\(before), then \(after)")
                #expect(try await vpn.server.status().pid == vpn.server.daemon.pid)
            }
        }

        @Test("half a million datagrams that look like QUIC, and as many that do not, disturb no download over QUIC")
        func quicFlood() async throws {
            try await Scenario.run(strangers: ["mallory"], order: [.quic]) { vpn in
                let file = try await vpn.lab.makeFile("payload", bytes: 100_000_000)
                _ = try await HTTPServer.start(on: vpn.server.host, serving: vpn.lab.directory)
                let inner = try await vpn.server.innerAddresses().ipv4
                let before = try vpn.server.daemon.counters()
                let download = try await MeteredDownload.start(
                    "payload", from: inner, on: vpn.alice.host, rate: 5_000_000)
                let flood = Flood(
                    from: vpn.internet.outside[1].host, to: vpn.internet.server.ipv4, port: Transport.quic.port)
                try await flood.sendQUIC(500_000, rate: 60_000)
                try await flood.sendRandom(500_000, rate: 60_000, seed: 2)
                #expect(try await download.result().sha256 == file.sha256)
                #expect(try await vpn.alice.node.transportInUse == .quic)
                #expect(try await vpn.server.status().transport(.quic)?.links == 1)
                let after = try vpn.server.daemon.counters()
                #expect(after.descriptors <= before.descriptors + 2, "\(before), then \(after)")
                #expect(after.residentBytes < before.residentBytes + 64 << 20, "\(before), then \(after)")
            }
        }

        /// A server with a client in it, and a stranger; whatever the stranger does, the client stays the only one inside.
        private func meet(_ body: (LabHost, Wire.End, Scenario) async throws -> Void) async throws {
            try await Scenario.run(strangers: ["mallory"]) { vpn in
                try await body(vpn.internet.outside[1].host, vpn.internet.server, vpn)
                let sessions = try await vpn.server.status().sessions
                #expect(sessions.map(\.peerName) == ["alice"])
                #expect(try await vpn.alice.host.reaches(vpn.server.innerAddresses().ipv4))
                #expect(vpn.server.daemon.isRunning)
            }
        }
    }
}
