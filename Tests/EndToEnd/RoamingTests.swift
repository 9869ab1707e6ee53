import AuraLab
import Testing

extension EndToEnd {
    @Suite("Addresses that change") struct RoamingTests {
        @Test("a download goes on when the client gets another address, over", arguments: Transport.allCases)
        func client(over transport: Transport) async throws {
            try await LinkStage.run(megabytes: 40, order: [transport]) { stage in
                let download = try await stage.startDownload()
                let moved = try await stage.client.wire.renumber()
                let since = Moment.now
                try await eventually("the server sees \(moved)", detail: { await stage.client.node.evidence }) {
                    try await stage.vpn.server.remoteAddress.hasPrefix(moved + ":")
                }
                let result = try await stage.finish(download)
                #expect(result.longestPause(from: since) < .seconds(5), "\(result.pauses), moved at \(since)")
                #expect(try await stage.client.node.transportInUse == transport)
                #expect(try await stage.vpn.server.status().sessions.count == 1)
            }
        }

        @Test("of several addresses of a name the one that works is found", arguments: Family.allCases)
        func severalAddresses(working family: Family) async throws {
            try await Scenario.run(clients: [], strangers: ["alice"]) { vpn in
                let (server, alice) = (vpn.internet.server, vpn.internet.outside[0])
                try alice.host.setNames([
                    Self.name: ["10.99.1.200", "fd99:1::200", family.address(of: server), "10.99.1.201"]
                ])
                let profile = try await vpn.deployment.provision("alice", host: Self.name)
                let client = try await vpn.deployment.startClient(profile, on: alice.host, connected: false)
                try await client.waitUntilEstablished(within: .seconds(15))
                #expect(try await client.remoteAddress.contains(family.address(of: server)))
                #expect(try await alice.host.reaches(vpn.server.innerAddresses().ipv4))
            }
        }

        @Test("a name that changes its address is followed")
        func changedName() async throws {
            try await Scenario.run(clients: [], strangers: ["alice"]) { vpn in
                let (server, alice) = (vpn.internet.server, vpn.internet.outside[0])
                try alice.host.setNames([Self.name: [server.ipv4]])
                let profile = try await vpn.deployment.provision("alice", host: Self.name)
                let client = try await vpn.deployment.startClient(profile, on: alice.host)
                let inner = try await vpn.server.innerAddresses().ipv4
                #expect(try await alice.host.reaches(inner))
                let moved = try await server.renumber()
                #expect(try await !alice.host.reaches(inner), "the old address is gone")
                try alice.host.setNames([Self.name: [moved]])
                try await eventually("a ping", within: .seconds(15), detail: { await client.evidence }) {
                    try await alice.host.ping(inner, wait: 0.2).received > 0
                }
                #expect(try await client.remoteAddress.hasPrefix(moved + ":"))
            }
        }

        private static let name = "vpn.aura.test"
    }
}
