import AuraLab
import Foundation
import Testing

extension EndToEnd {
    @Suite("Status") struct StatusTests {
        @Test("both ends count the same packets once it is quiet")
        func agreement() async throws {
            try await Scenario.run { vpn in
                let file = try await vpn.lab.makeFile("payload", bytes: 20_000_000)
                _ = try await HTTPServer.start(on: vpn.server.host, serving: vpn.lab.directory)
                let inner = try await vpn.server.innerAddresses()
                #expect(try await vpn.alice.host.download("payload", from: inner.ipv4).sha256 == file.sha256)
                #expect(try await vpn.alice.host.upload(file.path, to: inner.ipv6).sha256 == file.sha256)
                let (client, server) = try await quiet(vpn)
                #expect(client.totals.txPackets > 1000 && client.totals.txBytes > 20_000_000)
                #expect(client.totals.rxPackets > 1000 && client.totals.rxBytes > 20_000_000)
                expectClose(client.totals.txPackets, server.totals.rxPackets)
                expectClose(client.totals.txBytes, server.totals.rxBytes)
                expectClose(server.totals.txPackets, client.totals.rxPackets)
                expectClose(server.totals.txBytes, client.totals.rxBytes)
                let session = try #require(server.sessions.first)
                #expect(session.traffic.txPackets == server.totals.txPackets, "one client makes all the traffic")
                #expect(session.traffic.rxPackets == server.totals.rxPackets)
                #expect(session.traffic.rxBytes == server.totals.rxBytes)
            }
        }

        @Test("the counters move while a download runs")
        func movement() async throws {
            try await Scenario.run { vpn in
                _ = try await vpn.lab.makeFile("payload", bytes: 60_000_000)
                _ = try await HTTPServer.start(on: vpn.server.host, serving: vpn.lab.directory)
                let inner = try await vpn.server.innerAddresses()
                async let download = vpn.alice.host.download("payload", from: inner.ipv4, rate: "20M")
                try await waitForTraffic(vpn.server)
                var last = try await vpn.alice.node.status().totals.rxBytes
                for _ in 0..<3 {
                    try await Task.sleep(for: .milliseconds(300))
                    let now = try await vpn.alice.node.status().totals.rxBytes
                    #expect(now > last)
                    last = now
                }
                _ = try await download
            }
        }

        @Test("it says who is connected, from where, with which addresses and rules")
        func content() async throws {
            try await Scenario.run { vpn in
                let (ipv4, ipv6) = try await vpn.alice.node.innerAddresses()
                let server = try await vpn.server.status()
                let session = try #require(server.sessions.first)
                #expect(server.role == "server" && server.interface.name == "aura0")
                #expect(session.peerName == "alice" && session.state == "established" && session.transport == "udp")
                #expect(session.remoteAddress.hasPrefix("\(vpn.alice.wire.ipv4):"))
                #expect(Set(session.innerAddresses) == [ipv4, ipv6])
                #expect(abs(Double(session.lastHandshakeUnix) - Date().timeIntervalSince1970) < 60)
                let client = try await vpn.alice.node.status()
                #expect(client.role == "client" && client.split?.defaultAction == "direct")
                #expect(Set(client.interface.addresses) == [ipv4, ipv6])
                #expect(try await vpn.server.statusText().contains("alice"))
            }
        }

        @Test("curl reads it from the socket, which only the owner may open")
        func socket() async throws {
            try await Scenario.run { vpn in
                let text = try await Command.check(
                    ["curl", "-sS", "--fail", "--unix-socket", vpn.server.socket, "http://localhost/v1/status"])
                #expect(try NodeReading(json: text).pid == vpn.server.daemon.pid)
                let attributes = try FileManager.default.attributesOfItem(atPath: vpn.server.socket)
                #expect((attributes[.posixPermissions] as? Int) == 0o600)
            }
        }

        @Test("no secret is in the status or the log")
        func secrets() async throws {
            try await Scenario.run { vpn in
                let key = try #require(try vpn.alice.profile.value(of: "outer_key", in: "client"))
                let text = try await Command.check(
                    ["curl", "-sS", "--unix-socket", vpn.alice.node.socket, "http://localhost/v1/status"])
                for output in [text, vpn.alice.node.daemon.log, vpn.server.daemon.log] {
                    #expect(!output.contains(key) && !output.contains("PRIVATE KEY"))
                }
            }
        }

        private func quiet(_ vpn: Scenario) async throws -> (client: NodeReading, server: NodeReading) {
            try await eventually("the counters stand still", every: .milliseconds(500)) {
                let first = try await (vpn.alice.node.status(), vpn.server.status())
                try await Task.sleep(for: .milliseconds(500))
                let second = try await (vpn.alice.node.status(), vpn.server.status())
                let isQuiet = first.0.totals == second.0.totals && first.1.totals == second.1.totals
                return isQuiet ? (client: second.0, server: second.1) : nil
            }.value
        }

        /// The wire of the lab loses next to nothing, but a full socket buffer may drop a few.
        private func expectClose(_ sent: UInt64, _ received: UInt64, sourceLocation: SourceLocation = #_sourceLocation)
        {
            #expect(received <= sent, sourceLocation: sourceLocation)
            #expect(Double(received) >= Double(sent) * 0.97, sourceLocation: sourceLocation)
        }
    }
}
