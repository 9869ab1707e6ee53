import AuraLab
import Testing

extension EndToEnd {
    /// However a QUIC connection ends, it is said and counted, the client lives and the tunnel goes on.
    @Suite("QUIC that breaks") struct QUICFailureTests {
        @Test("the server goes away in order: closed by the far side")
        func peerClose() async throws {
            try await LinkStage.run(megabytes: 1, order: [.quic]) { stage in
                try await stage.vpn.server.daemon.stop()
                try await stage.expectFailure(["remote"], logged: "closed by the far side")
                _ = try await stage.vpn.deployment.startServer(on: stage.vpn.server.host)
                try await stage.expectTunnel(over: .quic, within: .seconds(10))
            }
        }

        @Test("the server is killed and comes back on the same port: stateless reset")
        func statelessReset() async throws {
            try await LinkStage.run(megabytes: 1, order: [.quic]) { stage in
                try await stage.vpn.server.daemon.stop(.kill)
                _ = try await stage.vpn.deployment.startServer(on: stage.vpn.server.host)
                try await stage.expectTunnel(over: .quic, within: .seconds(10))
                try await stage.expectFailure(["reset"], logged: "reset")
            }
        }

        @Test("neither end hears the other for longer than both had agreed to wait: idle")
        func idleTimeout() async throws {
            try await LinkStage.run(megabytes: 1, order: [.quic]) { stage in
                #expect(try await stage.vpn.server.status().transport(.quic)?.links == 1)
                stage.client.node.daemon.send(.pause)
                // So that the server's goodbye does not wait for the client.
                let block = try await stage.firewall.block(.transport(.quic))
                // What both ends have agreed on is 30 s.
                try await Task.sleep(for: .seconds(31))
                #expect(try await stage.vpn.server.status().transport(.quic)?.links == 0)
                try await stage.firewall.lift(block)
                stage.client.node.daemon.send(.resume)
                try await stage.expectTunnel(over: .quic, within: .seconds(5))
                try await stage.expectFailure(["idle"], logged: "closed for silence")
            }
        }

        @Test("the path is blocked, and the tunnel goes on over tcp", arguments: Blocked.allCases)
        func blockedPath(_ blocked: Blocked) async throws {
            try await LinkStage.run(megabytes: 40, order: [.quic, .tcp]) { stage in
                #expect(try await stage.client.node.transportInUse == .quic)
                let download = try await stage.startDownload()
                let block = try await stage.firewall.block(blocked.match(stage.vpn.internet.server))
                try await stage.client.node.waitUntilOn(.tcp, within: .seconds(5))
                let result = try await stage.finish(download)
                #expect(result.longestPause(from: block.since) < .seconds(6), "\(result.pauses), at \(block.since)")
                try await stage.expectMove(from: .quic, to: .tcp)
                try await stage.firewall.lift(block)
                try await stage.client.node.waitUntilOn(.quic, within: .seconds(60))
                #expect(stage.client.node.daemon.isRunning)
            }
        }

        enum Blocked: String, CaseIterable, Sendable {
            case bothWays = "both ways"
            case toServer = "towards the server"
            case toClient = "towards the client"

            func match(_ server: Wire.End) -> PacketMatch {
                switch self {
                case .bothWays: .transport(.quic)
                case .toServer: .transport(.quic).towards(server)
                case .toClient: .transport(.quic).from(server)
                }
            }
        }

        @Test("the path carries smaller datagrams only, and tells it or not", arguments: [true, false])
        func smallerPath(isTold: Bool) async throws {
            try await LinkStage.run(megabytes: 30, order: [.quic, .tcp]) { stage in
                let node = stage.client.node
                try await stage.vpn.internet.carrySingleDatagrams()
                let download = try await stage.startDownload(rate: 5)
                try await eventually("the path is known to carry more", detail: { await node.evidence }) {
                    try await node.status().transport(.quic)?.pathPayloadBytes ?? 0 > 1250
                }
                let since = Moment.now
                if isTold {
                    try await stage.vpn.internet.wires[0].set(mtu: 1300)
                } else {
                    try await stage.firewall.block(.transport(.quic).longer(than: 1228))
                }
                let result = try await stage.finish(download)
                #expect(result.longestPause(from: since) < .seconds(6), "\(result.pauses), at \(since)")
                let after = try await node.status()
                let isSmaller = after.transport(.quic)?.pathPayloadBytes ?? 0 <= 1250
                let hasMoved = after.moves?.contains { $0.from == "quic" } == true
                #expect(isSmaller || hasMoved, "\(after.transports), \(node.daemon.log)")
                #expect(try await stage.client.host.reaches(stage.inner.ipv6))
            }
        }
    }
}

extension LinkStage {
    /// One of these reasons is counted in status, and the log says it.
    fileprivate func expectFailure(_ reasons: Set<String>, logged words: String) async throws {
        let node = client.node
        try await eventually("a failure of quic is counted", within: .seconds(5), detail: { await node.evidence }) {
            try await node.status().transport(.quic)?.failures?.contains { reasons.contains($0.key) } ?? false
        }
        let last = try await node.status().transport(.quic)?.lastFailure
        #expect(last.map { $0.atUnix > 0 } == true)
        #expect(node.daemon.log.contains(words), "\(node.daemon.log)")
    }

    fileprivate func expectTunnel(over transport: Transport, within limit: Duration) async throws {
        try await waitForPing(within: limit)
        #expect(client.node.daemon.isRunning)
        try await client.node.waitUntilOn(transport, within: .seconds(3))
        let moves = try await client.node.status().moves ?? []
        #expect(moves.allSatisfy { $0.from == transport.rawValue && $0.to == transport.rawValue }, "\(moves)")
    }

    /// The newest move, in status and in the log, with its reason.
    fileprivate func expectMove(from old: Transport, to new: Transport) async throws {
        let reading = try await client.node.status()
        let move = try #require(reading.moves?.last)
        #expect(move.from == old.rawValue && move.to == new.rawValue, "\(move)")
        #expect(["silence", "partial", "closed"].contains(move.reason), "\(move)")
        #expect(reading.moveCounts?[move.reason] ?? 0 >= 1)
        #expect(client.node.daemon.log.contains(new.rawValue), "\(client.node.daemon.log)")
    }
}
