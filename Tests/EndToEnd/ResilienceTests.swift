import AuraLab
import Testing

extension EndToEnd {
    @Suite("Resilience") struct ResilienceTests {
        @Test("traffic flows again within 5 s when the server is restarted under a client", arguments: Ending.allCases)
        func serverRestart(ending: Ending) async throws {
            try await Scenario.run { vpn in
                let inner = try await vpn.server.innerAddresses()
                let own = try await vpn.alice.node.innerAddresses()
                #expect(try await vpn.alice.host.reaches(inner.ipv4))
                try await vpn.server.daemon.stop(ending == .kill ? .kill : .terminate)
                #expect(try await !vpn.alice.host.reaches(inner.ipv4))

                let server = try await vpn.deployment.launchServer(on: vpn.server.host)
                let elapsed = try await eventually("a ping through the new server", within: .seconds(10)) {
                    try await vpn.alice.host.ping(inner.ipv4, wait: 0.2).received > 0
                }
                #expect(elapsed < .seconds(5), "it took \(elapsed)")
                #expect(vpn.alice.node.daemon.isRunning)
                #expect(try await vpn.alice.node.innerAddresses() == own)
                #expect(try await server.status().sessions.first?.peerName == "alice")
                #expect(try await vpn.alice.node.status().reconnects >= 1)
            }
        }

        enum Ending: CaseIterable, Sendable { case terminate, kill }

        @Test("a client that starts before its server connects when the server comes")
        func serverLater() async throws {
            try await withLab { lab in
                let internet = try await Internet.make(in: lab, outside: ["alice"])
                let deployment = try await Deployment.make(in: lab)
                let profile = try await deployment.provision("alice", host: internet.server.ipv4)
                let client = try await deployment.startClient(profile, on: internet.outside[0].host, connected: false)
                try await Task.sleep(for: .seconds(2))
                #expect(client.daemon.isRunning)
                _ = try await deployment.startServer(on: internet.server.host)
                try await client.waitUntilEstablished(within: .seconds(10))
            }
        }

        @Test("a download goes on when the client's outer address changes")
        func roaming() async throws {
            try await Scenario.run { vpn in
                let file = try await vpn.lab.makeFile("payload", bytes: 120_000_000)
                _ = try await HTTPServer.start(on: vpn.server.host, serving: vpn.lab.directory)
                let inner = try await vpn.server.innerAddresses().ipv4
                async let download = vpn.alice.host.download("payload", from: inner, rate: "20M", within: .seconds(60))
                try await waitForTraffic(vpn.server)
                let moved = try await vpn.alice.wire.renumber()
                try await eventually("the server sees the new address", detail: { vpn.server.daemon.log }) {
                    try await vpn.server.remoteAddress.hasPrefix(moved + ":")
                }
                let result = try await download
                #expect(result.sha256 == file.sha256)
                #expect(try await vpn.server.status().sessions.count == 1)
            }
        }

        @Test("a download goes on when the path is blocked for 3 s")
        func blockedPath() async throws {
            try await Scenario.run { vpn in
                let file = try await vpn.lab.makeFile("payload", bytes: 120_000_000)
                _ = try await HTTPServer.start(on: vpn.server.host, serving: vpn.lab.directory)
                let inner = try await vpn.server.innerAddresses().ipv4
                let firewall = try await Firewall.install(on: vpn.internet.router)
                async let download = vpn.alice.host.download("payload", from: inner, rate: "20M", within: .seconds(60))
                try await waitForTraffic(vpn.server)
                try await firewall.drop("meta l4proto udp", at: .forward)
                #expect(try await !vpn.alice.host.reaches(inner))
                try await Task.sleep(for: .seconds(2))
                try await firewall.clear(.forward)
                #expect(try await download.sha256 == file.sha256)
            }
        }
    }
}

/// Waits until a node has sent a few megabytes: the download is under way.
func waitForTraffic(_ node: Node) async throws {
    try await eventually("the download is under way", detail: { node.daemon.log }) {
        try await node.status().totals.txBytes > 5_000_000
    }
}
