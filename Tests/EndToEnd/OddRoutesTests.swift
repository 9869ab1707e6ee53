import AuraLab
import Testing

extension EndToEnd {
    /// Odd traffic that goes on from the server: its kernel or the server itself hands over what came in one form to
    /// somebody who takes another.
    @Suite("Odd traffic that goes on") struct OddRoutesTests {
        @Test(
            "from client to client, each over a transport and with offloads of its own, it arrives as it was sent",
            arguments: [OffloadMode.on, .off], [(Transport.udp, Transport.tcp), (.tcp, .quic), (.quic, .udp)])
        func clients(offload mode: OffloadMode, over transports: (Transport, Transport)) async throws {
            try await Scenario.run(
                clients: ["alice", "bob"],
                configure: { try $0.set("allow_client_to_client", in: "tunnel", to: "true") },
                profile: { profile in
                    let isAlice = profile.path.hasSuffix("alice.toml")
                    try profile.setOrder([isAlice ? transports.0 : transports.1])
                    try profile.setOffload(isAlice ? .on : mode)
                }
            ) { vpn in
                let mtu = try await vpn.bob.node.status().interface.mtu
                let bob = try await vpn.bob.node.innerAddresses()
                _ = try await OddTraffic.start(on: vpn.bob.host)
                try await OddTrafficTests.expectGood(
                    OddTraffic.check(from: vpn.alice.host, to: bob.ipv4, mtu: mtu), count: OddTraffic.checks)
                try await OddTrafficTests.expectGood(
                    OddTraffic.check(from: vpn.alice.host, to: bob.ipv6, mtu: mtu), count: OddTraffic.checks - 1)
            }
        }

        @Test(
            "to a host behind the server, forwarded by its kernel, it arrives as it was sent",
            arguments: OffloadMode.allCases)
        func behind(offload mode: OffloadMode) async throws {
            try await withLab { lab in
                let internet = try await Internet.make(in: lab, outside: ["alice"])
                let wire = try await lab.connect(internet.server.host, try await lab.addHost("origin"))
                // As in the tunnel: Linux makes no room for its own extension headers beyond what the other end tells it, and
                // then waits for a timer with each packet that is too long for the path.
                try await wire.set(mtu: 1320)
                let origin = wire.second
                try await internet.server.host.enableForwarding()
                let deployment = try await Deployment.make(in: lab)
                try deployment.configuration.setOffload(mode)
                let server = try await deployment.startServer(on: internet.server.host)
                let alice = internet.outside[0].host
                let profile = try await deployment.provision(
                    "alice", host: internet.server.ipv4, vpn: ["\(origin.ipv4)/32", "\(origin.ipv6)/128"])
                let client = try await deployment.startClient(profile, on: alice)
                let inner = try await client.innerAddresses()
                try await origin.addRoutes(back: [inner.ipv4, inner.ipv6])
                _ = try await OddTraffic.start(on: origin.host)
                let mtu = try await server.status().interface.mtu
                for (address, count) in [(origin.ipv4, OddTraffic.checks), (origin.ipv6, OddTraffic.checks - 1)] {
                    try await OddTrafficTests.expectGood(
                        OddTraffic.check(from: alice, to: address, mtu: mtu), count: count)
                }
                #expect(try await server.status().totals.rxPackets > 10_000, "it went through the tunnel")
            }
        }
    }
}

extension Wire.End {
    /// Routes to addresses by way of the first end of a wire, of which this is the second.
    fileprivate func addRoutes(back addresses: [String]) async throws {
        for address in addresses {
            let own = address.contains(":") ? ipv6 : ipv4
            try await host.addRoute(to: address, via: own.dropLast() + "1")
        }
    }
}
