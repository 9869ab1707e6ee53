import AuraLab
import Testing

extension EndToEnd {
    @Suite("Many clients") struct ClientsTests {
        @Test("two clients at once have distinct addresses, which stay theirs when clients and server restart")
        func stableAddresses() async throws {
            try await Scenario.run(clients: ["alice", "bob"]) { vpn in
                let alice = try await vpn.alice.node.innerAddresses()
                let bob = try await vpn.bob.node.innerAddresses()
                #expect(alice.ipv4 != bob.ipv4 && alice.ipv6 != bob.ipv6)
                let server = try await vpn.server.innerAddresses()
                async let first = vpn.alice.host.ping(server.ipv4, count: 10, interval: 0.05)
                async let second = vpn.bob.host.ping(server.ipv6, count: 10, interval: 0.05)
                #expect(try await first.received == 10)
                #expect(try await second.received == 10)

                for client in vpn.clients { #expect(try await client.node.daemon.stop() == .exited(0)) }
                #expect(try await vpn.server.daemon.stop() == .exited(0))
                _ = try await vpn.deployment.startServer(on: vpn.server.host)
                // The other way round, so that handing out in order of arrival would show.
                let newBob = try await vpn.deployment.startClient(vpn.bob.profile, on: vpn.bob.host)
                let newAlice = try await vpn.deployment.startClient(vpn.alice.profile, on: vpn.alice.host)
                #expect(try await newAlice.innerAddresses() == alice)
                #expect(try await newBob.innerAddresses() == bob)
                #expect(try await vpn.alice.host.reaches(server.ipv4))
                #expect(try await vpn.bob.host.reaches(server.ipv6))
            }
        }

        @Test("clients reach each other only when server.toml allows it", arguments: [false, true])
        func isolation(isAllowed: Bool) async throws {
            try await Scenario.run(
                clients: ["alice", "bob"],
                configure: { try $0.set("allow_client_to_client", in: "tunnel", to: "\(isAllowed)") },
                { vpn in
                    try await vpn.server.host.enableForwarding()
                    let bob = try await vpn.bob.node.innerAddresses()
                    let capture = try await Capture.start(
                        on: vpn.bob.host, interface: "aura0", direction: .incoming, filter: "icmp or icmp6[0] == 128")
                    #expect(try await vpn.alice.host.reaches(bob.ipv4) == isAllowed)
                    #expect(try await vpn.alice.host.reaches(bob.ipv6) == isAllowed)
                    #expect(try await capture.stop().packets.isEmpty == !isAllowed)
                    #expect(try await vpn.alice.host.reaches(vpn.server.innerAddresses().ipv4))
                })
        }

        @Test("a client's packets from an address that is not its own are dropped and counted")
        func spoofedSource() async throws {
            try await Scenario.run(clients: ["alice", "bob"]) { vpn in
                let server = try await vpn.server.innerAddresses()
                let (own4, own6) = try await vpn.alice.node.innerAddresses()
                let (other4, other6) = try await vpn.bob.node.innerAddresses()
                try await vpn.alice.host.check(["ip", "address", "add", "\(other4)/32", "dev", "aura0"])
                try await vpn.alice.host.check(["ip", "address", "add", "\(other6)/128", "dev", "aura0", "nodad"])
                let capture = try await Capture.start(
                    on: vpn.server.host, interface: "aura0", direction: .incoming, filter: "icmp or icmp6[0] == 128")
                let before = try await drops(vpn.server)
                #expect(try await !vpn.alice.host.reaches(server.ipv4, from: other4))
                #expect(try await !vpn.alice.host.reaches(server.ipv6, from: other6))
                #expect(try await drops(vpn.server) >= before + 2)
                #expect(try await vpn.alice.host.reaches(server.ipv4, from: own4))
                #expect(try await vpn.alice.host.reaches(server.ipv6, from: own6))
                #expect(try await capture.stop().packets.count == 2, "only those from her own addresses")
            }
        }

        private func drops(_ node: Node) async throws -> UInt64 {
            let status = try await node.status()
            return status.totals.drops(named: "source")
        }
    }
}
