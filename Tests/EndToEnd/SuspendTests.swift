import AuraLab
import Testing

extension EndToEnd {
    @Suite("A laptop that sleeps") struct SuspendTests {
        @Test("a client that stood still for 20 s carries traffic within 5 s, over", arguments: [Transport.udp, .tcp])
        func standstill(first transport: Transport) async throws {
            // Its first choice, and all others: whatever works is right.
            let order = [transport] + Transport.allCases.filter { $0 != transport }
            try await LinkStage.run(megabytes: 1, order: order) { stage in
                let own = try await stage.client.node.innerAddresses()
                #expect(try await stage.client.host.reaches(stage.inner.ipv4))
                stage.client.node.daemon.send(.pause)
                #expect(try await !stage.client.host.reaches(stage.inner.ipv4))
                try await Task.sleep(for: .seconds(20))
                stage.client.node.daemon.send(.resume)
                let elapsed = try await stage.waitForPing(within: .seconds(15))
                #expect(elapsed < .seconds(5), "it took \(elapsed)")
                #expect(try await stage.client.node.innerAddresses() == own)
            }
        }
    }
}
