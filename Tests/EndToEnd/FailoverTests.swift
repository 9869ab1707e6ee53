import AuraLab
import Testing

extension EndToEnd {
    @Suite("Failover") struct FailoverTests {
        @Test("a client finds the transport that is not blocked when it starts", arguments: [Transport.quic, .tcp])
        func blockedAtStart(open transport: Transport) async throws {
            try await LinkStage.run(megabytes: 1) { stage in
                #expect(try await stage.client.node.transportInUse == .udp)
                try await stage.client.node.daemon.stop()
                for blocked in Transport.allCases where blocked != transport && (blocked == .udp || transport == .tcp) {
                    try await stage.firewall.block(.transport(blocked))
                }
                let again = try await stage.vpn.deployment.startClient(stage.client.profile, on: stage.client.host)
                #expect(try await again.transportInUse == transport)
                #expect(try await stage.client.host.reaches(stage.inner.ipv4))
                #expect(try await stage.vpn.server.status().sessions.first?.transport == transport.rawValue)
            }
        }

        @Test(
            "udp and quic are blocked during a download, then tcp too, then nothing: one connection carries it all",
            arguments: Repeats.all)
        func blockedTwice(run: Int) async throws {
            try await LinkStage.run(megabytes: 100) { stage in
                let node = stage.client.node
                #expect(try await node.transportInUse == .udp)
                let download = try await stage.startDownload()
                let noUDP = try await stage.firewall.block(.udp)
                try await node.waitUntilOn(.tcp, within: .seconds(5))
                try await download.waitForBytes(download.bytes + 20_000_000)
                // Bytes come every 20 ms, and the rule needs a moment.
                let flowing = Moment.now + .milliseconds(-100)
                let noTCP = try await stage.firewall.block(.tcp)
                try await Task.sleep(for: .seconds(2))
                try await stage.firewall.lift(noTCP)
                try await stage.firewall.lift(noUDP)
                let restored = Moment.now
                try await node.waitUntilOn(.udp, within: .seconds(60))
                let result = try await stage.finish(download)
                let moves = try await node.status().moves ?? []
                let first = result.longestPause(from: noUDP.since, to: flowing)
                #expect(first < .seconds(2), "\(result.pauses), udp blocked at \(noUDP.since)\n\(node.daemon.log)")
                let second = result.longestPause(from: restored)
                #expect(second < .seconds(7), "\(result.pauses), all open at \(restored)\n\(node.daemon.log)")
                #expect(moves.first?.gapMs ?? 9_999 < 1_500, "\(moves)\n\(node.daemon.log)")
                #expect(moves.contains { $0.from == "udp" && $0.to == "tcp" }, "\(moves)")
                #expect(moves.last?.to == "udp", "\(moves)")
                #expect(try await stage.vpn.server.status().sessions.count == 1)
            }
        }

        @Test(
            "that UDP is blocked one way, or for large datagrams only, is noticed within 5 s and worked round",
            arguments: HalfBlock.allCases)
        func blockedInPart(_ half: HalfBlock) async throws {
            try await LinkStage.run(megabytes: 40) { stage in
                try await stage.vpn.internet.carrySingleDatagrams()
                let download = try await stage.startDownload(rate: 5)
                let block = try await stage.firewall.block(half.match(stage.vpn.internet.server))
                try await stage.client.node.waitUntilOn(.quic, .tcp, within: .seconds(5))
                let result = try await stage.finish(download)
                let pause = result.longestPause(from: block.since)
                #expect(pause < .seconds(6), "\(result.pauses), blocked at \(block.since)")
            }
        }

        enum HalfBlock: String, CaseIterable, Sendable {
            case toServer = "towards the server"
            case toClient = "towards the client"
            case large = "datagrams over 1,228 bytes"

            func match(_ server: Wire.End) -> PacketMatch {
                switch self {
                case .toServer: .udp.towards(server)
                case .toClient: .udp.from(server)
                case .large: .udp.longer(than: 1228)
                }
            }
        }
    }
}
