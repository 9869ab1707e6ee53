import AuraLab
import Testing

extension EndToEnd {
    /// The instruments themselves: a test that cannot see a packet proves nothing by seeing none.
    @Suite("The lab") struct LabTests {
        @Test("hosts reach each other over IPv4 and IPv6 through the router, and not when it drops")
        func reachability() async throws {
            try await withLab { lab in
                let internet = try await Internet.make(in: lab, outside: ["alice"])
                let alice = internet.outside[0].host
                #expect(try await alice.reaches(internet.server.ipv4))
                #expect(try await alice.reaches(internet.server.ipv6))
                let firewall = try await Firewall.install(on: internet.router)
                try await firewall.drop("ip daddr \(internet.server.ipv4)", at: .forward)
                #expect(try await !alice.reaches(internet.server.ipv4))
                #expect(try await alice.reaches(internet.server.ipv6))
                try await firewall.clear(.forward)
                #expect(try await alice.reaches(internet.server.ipv4))
            }
        }

        @Test("the HTTP server sends and takes files whole, and knows who asked")
        func transfers() async throws {
            try await withLab { lab in
                let wire = try await lab.connect(try await lab.addHost("server"), try await lab.addHost("client"))
                let file = try await lab.makeFile("payload", bytes: 3_000_001)
                _ = try await HTTPServer.start(on: wire.first.host, serving: lab.directory)
                let down = try await wire.second.host.download("payload", from: wire.first.ipv4)
                let up = try await wire.second.host.upload(file.path, to: wire.first.ipv6)
                #expect(down.bytes == 3_000_001 && down.sha256 == file.sha256)
                #expect(up.bytes == 3_000_001 && up.sha256 == file.sha256)
                #expect(try await wire.second.host.addressSeen(by: wire.first.ipv4) == wire.second.ipv4)
                #expect(try await wire.second.host.addressSeen(by: wire.first.ipv6) == wire.second.ipv6)
                await #expect(throws: LabError.self) {
                    try await wire.second.host.download("absent", from: wire.first.ipv4)
                }
            }
        }

        @Test("floods send what they say, and captures and counters see it")
        func floods() async throws {
            try await withLab { lab in
                let wire = try await lab.connect(try await lab.addHost("server"), try await lab.addHost("attacker"))
                let firewall = try await Firewall.install(on: wire.first.host)
                try await firewall.count("udp dport 8443", as: "arrived", at: .input)
                let capture = try await Capture.start(
                    on: wire.first.host, interface: wire.first.interface, direction: .incoming,
                    filter: "udp dst port 8443")
                let flood = Flood(
                    from: wire.second.host, to: wire.first.ipv4, port: 8443, source: (wire.second.ipv4, 4567))
                try await flood.sendRandom(5_000, rate: 20_000)
                let pcap = try await capture.stop()
                #expect(try await firewall.packets("arrived") == 5_000)
                #expect(pcap.packets.count == 5_000)
                #expect(pcap.udpPayloads(toPort: 8443).count == 5_000)
                #expect(pcap.udpSourcePort(toPort: 8443) == 4567)
            }
        }

        @Test("a recording is sent again with one bit flipped in each datagram, or with none", arguments: [0, 1])
        func flips(count: Int) async throws {
            try await withLab { lab in
                let wire = try await lab.connect(try await lab.addHost("server"), try await lab.addHost("attacker"))
                let flood = Flood(from: wire.second.host, to: wire.first.ipv6, port: 8443)
                func record(_ send: () async throws -> Void) async throws -> (path: String, payloads: [[UInt8]]) {
                    let capture = try await Capture.start(
                        on: wire.first.host, interface: wire.first.interface, filter: "udp dst port 8443")
                    try await send()
                    return (capture.path, try await capture.stop().udpPayloads(toPort: 8443))
                }
                let first = try await record { try await flood.sendRandom(50) }
                let originals = first.payloads.filter { !$0.isEmpty }
                let second = try await record {
                    try await flood.sendRecorded(first.path, flips: count, count: originals.count)
                }
                try #require(second.payloads.count == originals.count)
                for (original, changed) in zip(originals, second.payloads) {
                    #expect(original.count == changed.count)
                    #expect(zip(original, changed).map { ($0 ^ $1).nonzeroBitCount }.reduce(0, +) == count)
                }
            }
        }

        @Test("a command that hangs is ended and named")
        func hangingCommand() async throws {
            await #expect(throws: LabError.self) {
                try await Command.run(["sleep", "600"], within: .milliseconds(100))
            }
            #expect(try await Command.run(["sh", "-c", "exit 3"]).status == .exited(3))
        }
    }
}
