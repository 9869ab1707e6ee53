import AuraLab
import Testing

extension EndToEnd {
    @Suite("The choice of a transport") struct ChoiceTests {
        @Test("--transport pins one, also while it is blocked", arguments: Transport.allCases)
        func pinned(to transport: Transport) async throws {
            try await LinkStage.run(megabytes: 1) { stage in
                try await stage.client.node.daemon.stop()
                let node = try await stage.vpn.deployment.startClient(
                    stage.client.profile, on: stage.client.host, arguments: ["--transport", "\(transport)"])
                let first = try await node.status()
                #expect(first.link?.transport == transport.rawValue, "\(first)")
                let block = try await stage.firewall.block(.transport(transport))
                #expect(try await stage.client.host.ping(stage.inner.ipv4, count: 15).received == 0)
                let others = try await node.status().transports.filter { $0.name != transport.rawValue }
                #expect(others.allSatisfy { ["off", "failed"].contains($0.state) }, "\(others)")
                try await stage.firewall.lift(block)
                try await stage.waitForPing(within: .seconds(10))
                try await node.waitUntilOn(transport, within: .seconds(3))
            }
        }

        @Test("a transport that is not there is refused with the names of those that are")
        func unknown() async throws {
            try await LinkStage.run(megabytes: 1) { stage in
                let command = try Node.command(
                    "client", file: stage.client.profile.path, socket: stage.vpn.lab.directory + "/other.sock")
                let result = try await stage.client.host.run(command + ["--transport", "pigeon"])
                #expect(result.status == .exited(64), "\(result)")
                let names = Transport.allCases.map(\.rawValue)
                #expect(names.allSatisfy { result.errorOutput.contains($0) }, "\(result)")
            }
        }

        @Test("status tells the link in use, what each transport is like, and why the session moved")
        func status() async throws {
            try await LinkStage.run(megabytes: 20) { stage in
                let node = stage.client.node
                let before = try await node.status()
                let used = try #require(before.transport(.udp))
                #expect(before.transports.map(\.name).sorted() == ["quic", "tcp", "udp"])
                #expect(used.inUse == true && used.state == "connected")
                #expect(before.link?.remoteAddress == "\(stage.vpn.internet.server.ipv4):\(Transport.udp.port)")
                #expect((1200...65_535).contains(used.pathPayloadBytes ?? 0), "\(used)")
                #expect(before.moveCount == 0 && before.moves == [])
                try await eventually("a round trip is measured", detail: { await node.evidence }) {
                    _ = try await stage.client.host.reaches(stage.inner.ipv4)
                    return try await (node.status().transport(.udp)?.roundTripMs ?? 0) > 0
                }
                let download = try await stage.startDownload(rate: 5)
                try await stage.firewall.block(.udp)
                try await node.waitUntilOn(.tcp)
                _ = try await stage.finish(download)
                let after = try await node.status()
                let move = try #require(after.moves?.last)
                #expect(move.from == "udp" && move.to == "tcp" && move.reason == "silence", "\(move)")
                #expect((100...5_000).contains(move.gapMs ?? 0), "\(move)")
                #expect(after.moveCounts?["silence"] == 1)
                #expect(after.transport(.tcp)?.inUse == true && after.transport(.udp)?.inUse == false)
                let text = try await node.statusText()
                #expect(text.contains("silence") && text.contains("tcp"), "\(text)")
                let server = try await stage.vpn.server.status()
                #expect(server.transports.allSatisfy { $0.state == "listening" }, "\(server.transports)")
                #expect(server.transport(.tcp)?.links ?? 0 >= 1)
            }
        }
    }
}
