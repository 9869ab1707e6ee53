import AuraLab
import Foundation
import Testing

extension EndToEnd {
    /// A server whose ports moved is reachable again, without a hand on the client, once that has a manifest.
    @Suite("Bridges manifests") struct BridgesTests {
        @Test("put into the client's file while it looks for the server in vain, one brings the client in")
        func file() async throws {
            try await BridgeStage.run { stage in
                let path = "\(stage.lab.directory)/found.toml"
                let profile = try await stage.provision(watching: path)
                try stage.deployment.setPorts(BridgeStage.moved)
                let server = try await stage.startServer()
                let client = try await stage.startClient(profile, connected: false)
                #expect(try await client.waitForAdvice().bridges?.state == "none")
                let configuration = stage.deployment.configuration.path
                let said = try await stage.deployment.signBridges(
                    ["--from-runtime", configuration, "--host", stage.server.ipv4, "--output", path])
                #expect(said.contains("server.toml"), "\(said)")
                try await client.waitUntilConnected()
                try await stage.expectDownload(from: server)
                let bridges = try #require(try await client.status().bridges)
                #expect(bridges.state == "valid" && bridges.source == "file" && bridges.count == 1, "\(bridges)")
            }
        }

        @Test("through the tunnel, one reaches a client in time, which keeps it and comes back by itself")
        func tunnel() async throws {
            try await BridgeStage.run { stage in
                let profile = try await stage.provision()
                let first = try await stage.startServer()
                let client = try await stage.startClient(profile)
                let link = try #require(try await client.status().link)
                #expect(link.remoteAddress == "\(stage.server.ipv4):8443")
                try await stage.deployment.signBridge(stage.server.ipv4, BridgeStage.moved, ["--serial", "7"])
                let got = try await client.waitForManifest(7)
                let kept = ConfigurationText(path: profile.path + ".bridges")
                let signed = try stage.deployment.manifest.read()
                try await eventually("the manifest is kept") { try kept.read() == signed }
                let offered = try #require(try await first.status().bridges)
                #expect(got.source == "tunnel" && got.state == "valid" && offered.state == "valid")
                #expect(offered.serial == 7 && offered.expiresAtUnix == got.expiresAtUnix && offered.count == got.count)
                #expect(offered.issuedAtUnix == got.issuedAtUnix && got.expiresAtUnix ?? 0 > got.issuedAtUnix ?? 0)
                for node in [first, client] { #expect(try await node.statusText().contains("manifest 7")) }

                try await first.daemon.stop()
                try stage.deployment.setPorts(BridgeStage.moved)
                let second = try await stage.startServer()
                try await expectMoved(client, to: second, stage)
                try await client.daemon.stop()
                let again = try await stage.startClient(profile)
                try await expectMoved(again, to: second, stage)
                #expect(try await again.status().bridges?.source == "kept")
            }
        }

        @Test("on the web, one is found by a client that cannot connect")
        func web() async throws {
            try await BridgeStage.run(others: ["web"]) { stage in
                let web = stage.internet.outside[1]
                let certificate = try await WebCertificate.make("bridges.test", in: stage.lab)
                try stage.alice.host.trust(certificate)
                try stage.alice.host.setNames(["bridges.test": [web.ipv4]])
                let profile = try await stage.provision()
                try profile.set("url", in: "bridges", to: "\"https://bridges.test/public.toml\"")
                try stage.deployment.setPorts(BridgeStage.moved)
                let server = try await stage.startServer()
                try await stage.deployment.signBridge(
                    stage.server.ipv4, BridgeStage.moved, ["--output", "\(stage.lab.directory)/public.toml"])
                let site = try await HTTPServer.start(
                    on: web.host, serving: stage.lab.directory, certificate: certificate)
                let client = try await stage.startClient(profile, connected: false)
                try await client.waitUntilConnected()
                #expect(site.daemon.hasSaid("GET /public.toml", "200"), "\(site.daemon.log)")
                #expect(try await client.status().bridges?.source == "url")
                try await stage.expectDownload(from: server)
            }
        }

        @Test("a dead bridge costs a client a moment, and is not tried first while it cools down")
        func deadBridge() async throws {
            try await BridgeStage.run { stage in
                // Both lead to the one server; the profile's own address leads nowhere.
                let places = [stage.server.ipv4, "[\(stage.server.ipv6)]"]
                try await stage.deployment.signBridges(
                    places.flatMap { ["--endpoints", "\($0):udp=8443:tcp=8443:quic=8444"] })
                let firewall = try await Firewall.install(on: stage.internet.router)
                try await firewall.drop("ip daddr 10.98.0.0/16", at: .forward)
                let server = try await stage.startServer()
                let inner = try await server.innerAddresses().ipv4
                let profile = try await stage.provision(host: "10.98.0.1")
                let first = try await stage.startClient(profile)
                let liked = try await first.remoteAddress.hasPrefix(places[0]) ? 0 : 1
                try await first.daemon.stop()

                let match = liked == 0 ? "ip daddr \(stage.server.ipv4)" : "ip6 daddr \(stage.server.ipv6)"
                try await firewall.drop("\(match) meta l4proto { tcp, udp }", at: .forward)
                let own = try await Firewall.install(on: stage.alice.host)
                try await own.count("\(match) meta l4proto { tcp, udp }", as: "dead", at: .output)
                let client = try await stage.startClient(profile)
                #expect(try await client.remoteAddress.hasPrefix(places[1 - liked]), "\(client.daemon.log)")
                #expect(try await own.packets("dead") > 0, "its order is the same as before")

                try await firewall.clear(.forward)
                let before = try await own.packets("dead")
                let used = try #require(try await client.transportInUse)
                try await firewall.block(.transport(used))
                let others = Transport.allCases.filter { $0 != used }
                async let pings = stage.alice.host.ping(inner, count: 20)
                try await client.waitUntilOn(others[0], others[1])
                #expect(try await pings.received > 0)
                #expect(try await own.packets("dead") == before, "\(client.daemon.log)")
            }
        }

        private func expectMoved(
            _ client: Node, to server: Node, _ stage: BridgeStage, sourceLocation: SourceLocation = #_sourceLocation
        ) async throws {
            try await client.waitUntilEstablished(within: .seconds(15))
            try await eventually("\(client.daemon.name) has moved", detail: { await client.evidence }) {
                let link = try await client.status().link
                return BridgeStage.moved.contains { link?.remoteAddress == "\(stage.server.ipv4):\($0.value)" }
            }
            try await stage.expectDownload(from: server, sourceLocation: sourceLocation)
        }
    }
}
