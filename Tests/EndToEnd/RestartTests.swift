import AuraLab
import Testing

extension EndToEnd {
    @Suite("A server that comes back") struct RestartTests {
        @Test("is found again within 5 s over the same transport after kill -9", arguments: Transport.allCases)
        func killed(over transport: Transport) async throws {
            try await LinkStage.run(megabytes: 1, order: [transport]) { stage in
                let own = try await stage.client.node.innerAddresses()
                #expect(try await stage.client.host.reaches(stage.inner.ipv4))
                try await stage.vpn.server.daemon.stop(.kill)
                #expect(try await !stage.client.host.reaches(stage.inner.ipv4))
                let server = try await stage.vpn.deployment.launchServer(on: stage.vpn.server.host)
                let elapsed = try await stage.waitForPing(within: .seconds(15))
                #expect(elapsed < .seconds(5), "it took \(elapsed)")
                #expect(stage.client.node.daemon.isRunning)
                #expect(try await stage.client.node.innerAddresses() == own)
                #expect(try await stage.client.node.transportInUse == transport)
                #expect(try await server.status().sessions.map(\.transport) == [transport.rawValue])
            }
        }
    }
}
