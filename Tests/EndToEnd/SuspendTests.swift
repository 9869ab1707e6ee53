import AuraLab
import Testing

extension EndToEnd {
    @Suite("A laptop that sleeps") struct SuspendTests {
        @Test("clients that stood still for 20 s, on udp and on tcp, carry traffic again within 5 s")
        func standstill() async throws {
            try await Scenario.run(clients: [], strangers: ["alice", "bob"]) { vpn in
                let inner = try await vpn.server.innerAddresses().ipv4
                let alice = try await start("alice", 0, .udp, vpn)
                let bob = try await start("bob", 1, .tcp, vpn)
                let own = try await [alice.innerAddresses().ipv4, bob.innerAddresses().ipv4]
                for node in [alice, bob] { node.daemon.send(.pause) }
                for node in [alice, bob] { #expect(try await !node.host.reaches(inner)) }
                try await Task.sleep(for: .seconds(20))
                for node in [alice, bob] { node.daemon.send(.resume) }
                async let first = timeToPing(inner, from: alice)
                async let second = timeToPing(inner, from: bob)
                let times = try await [first, second]
                #expect(times.allSatisfy { $0 < .seconds(5) }, "\(times)")
                #expect(try await [alice.innerAddresses().ipv4, bob.innerAddresses().ipv4] == own)
            }
        }

        /// A client that dials one transport first, and the others when that does not work.
        private func start(_ name: String, _ place: Int, _ first: Transport, _ vpn: Scenario) async throws -> Node {
            let profile = try await vpn.deployment.provision(name, host: vpn.internet.server.ipv4)
            try profile.setOrder([first] + Transport.allCases.filter { $0 != first })
            let node = try await vpn.deployment.startClient(profile, on: vpn.internet.outside[place].host)
            #expect(try await node.transportInUse == first)
            #expect(try await node.host.reaches(vpn.server.innerAddresses().ipv4))
            return node
        }

        private func timeToPing(_ address: String, from node: Node) async throws -> Duration {
            try await eventually("a ping", within: .seconds(15), detail: { await node.evidence }) {
                try await node.host.ping(address, wait: 0.2).received > 0
            }
        }
    }
}
