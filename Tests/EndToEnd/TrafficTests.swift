import AuraLab
import Testing

extension EndToEnd {
    @Suite("Traffic") struct TrafficTests {
        @Test(
            "pings, a 200 MB download and a 200 MB upload go through the tunnel and nothing goes beside it",
            arguments: Transport.allCases, Family.allCases)
        func bulk(over transport: Transport, outside family: Family) async throws {
            try await Scenario.run(family: family, order: [transport]) { vpn in
                let client = vpn.alice
                #expect(try await client.node.transportInUse == transport)
                let (server4, server6) = try await vpn.server.innerAddresses()
                let (client4, client6) = try await client.node.innerAddresses()
                #expect(try await client.host.ping(server4, count: 5, interval: 0.05).received == 5)
                #expect(try await client.host.ping(server6, count: 5, interval: 0.05).received == 5)
                #expect(try await vpn.server.host.ping(client4, count: 5, interval: 0.05).received == 5)
                #expect(try await vpn.server.host.ping(client6, count: 5, interval: 0.05).received == 5)

                let file = try await vpn.lab.makeFile("payload", bytes: 200_000_000)
                _ = try await HTTPServer.start(on: vpn.server.host, serving: vpn.lab.directory)
                let beside = try await Capture.start(
                    on: client.host, interface: client.wire.interface,
                    filter: Self.beside(transport))
                #expect(try await client.host.addressSeen(by: server4) == client4)
                #expect(try await client.host.addressSeen(by: server6) == client6)
                let down = try await client.host.download("payload", from: server4)
                #expect(down.bytes == 200_000_000 && down.sha256 == file.sha256)
                let up = try await client.host.upload(file.path, to: server6)
                #expect(up.bytes == 200_000_000 && up.sha256 == file.sha256)
                #expect(try await beside.stop().packets.isEmpty)
            }
        }

        /// What no host of the test has reason to send outside the tunnel.
        private static func beside(_ transport: Transport) -> String {
            let (own, other) = transport == .tcp ? ("tcp", "udp") : ("udp", "tcp")
            return "\(other) or (\(own) and not port \(transport.port))"
        }

        @Test("the capture that found nothing beside the tunnel would have found it")
        func control() async throws {
            try await Scenario.run { vpn in
                let client = vpn.alice
                _ = try await HTTPServer.start(on: vpn.server.host, serving: vpn.lab.directory)
                let beside = try await Capture.start(on: client.host, interface: client.wire.interface, filter: "tcp")
                #expect(try await client.host.addressSeen(by: vpn.internet.server.ipv4) == client.wire.ipv4)
                #expect(try await !beside.stop().packets.isEmpty)
            }
        }

        @Test("a network behind the server is reached through the tunnel, by its split rule and no other address")
        func splitRoute() async throws {
            try await withLab { lab in
                let internet = try await Internet.make(in: lab, outside: ["alice"])
                let wire = try await lab.connect(internet.server.host, try await lab.addHost("origin"))
                let origin = wire.second
                try await origin.host.addRoute(to: "10.77.0.0/16", via: wire.first.ipv4)
                try await internet.server.host.enableForwarding()
                let deployment = try await Deployment.make(in: lab)
                let server = try await deployment.startServer(on: internet.server.host)
                let alice = internet.outside[0].host
                #expect(try await !alice.reaches(origin.ipv4), "it must not be reachable without the tunnel")
                let profile = try await deployment.provision(
                    "alice", host: internet.server.ipv4, vpn: ["\(origin.ipv4)/32"])
                let client = try await deployment.startClient(profile, on: alice)
                _ = try await HTTPServer.start(on: origin.host, serving: lab.directory)
                let inner = try await client.innerAddresses().ipv4
                #expect(try await alice.addressSeen(by: origin.ipv4) == inner)
                #expect(try await client.status().split?.vpn.contains("\(origin.ipv4)/32") == true)
                #expect(try await server.status().sessions.first?.peerName == "alice")
                #expect(try await alice.check(["ip", "route", "get", origin.ipv4]).contains("dev aura0"))
                #expect(try await !alice.check(["ip", "route", "get", wire.first.ipv4]).contains("dev aura0"))
            }
        }

        @Test(
            "packets up to the tunnel's MTU pass whole, larger ones are told to be smaller", arguments: Family.allCases)
        func largestPacket(inside family: Family) async throws {
            try await Scenario.run { vpn in
                let mtu = try await vpn.alice.node.status().interface.mtu
                let inner = try await vpn.server.innerAddresses()
                let address = family == .ipv6 ? inner.ipv6 : inner.ipv4
                let payload = mtu - (family == .ipv6 ? 48 : 28)
                func ping(_ size: Int) async throws -> CommandResult {
                    try await vpn.alice.host.run(
                        ["ping", "-n", "-c", "1", "-W", "1", "-M", "do", "-s", "\(size)", address])
                }
                #expect(try await ping(payload).status.isSuccess)
                #expect(try await !ping(payload + 1).status.isSuccess)
            }
        }
    }
}
