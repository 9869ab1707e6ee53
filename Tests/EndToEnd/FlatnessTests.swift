import AuraLab
import Testing

extension EndToEnd {
    @Suite("Many moves") struct FlatnessTests {
        @Test("20 changes of the link under load leave descriptors, threads and memory flat")
        func flat() async throws {
            try await LinkStage.run(megabytes: 600) { stage in
                let download = try await stage.startDownload(rate: 6)
                let nodes = [stage.client.node, stage.vpn.server]
                // The first time around, each transport makes what it keeps.
                for _ in 0..<2 { try await stage.moveToAndFro(download) }
                let before = try nodes.map { try $0.daemon.counters() }
                let moves = try await stage.client.node.status().moveCount
                for _ in 0..<10 { try await stage.moveToAndFro(download) }
                #expect(try await stage.client.node.status().moveCount >= moves + 20)
                for (node, old) in zip(nodes, before) {
                    let new = try await stage.settled(node, old)
                    #expect(new.descriptors <= old.descriptors + 2, "\(node.daemon.name): \(old), then \(new)")
                    #expect(new.threads <= old.threads + 2, "\(node.daemon.name): \(old), then \(new)")
                    let growth = new.residentBytes - old.residentBytes
                    #expect(growth < 8 << 20, "\(node.daemon.name): \(old), then \(new)")
                }
            }
        }
    }
}

extension LinkStage {
    /// From what is there to tcp, and from there to something over UDP; each time, the download goes on.
    fileprivate func moveToAndFro(_ download: MeteredDownload) async throws {
        let noUDP = try await firewall.block(.udp)
        try await client.node.waitUntilOn(.tcp)
        try await download.waitForMoreBytes()
        let noTCP = try await firewall.block(.tcp)
        try await firewall.lift(noUDP)
        try await client.node.waitUntilOn(.udp, .quic)
        try await download.waitForMoreBytes()
        try await firewall.lift(noTCP)
    }

    /// What a node holds once the links that it has left are closed, or after 15 s.
    fileprivate func settled(_ node: Node, _ old: ProcessCounters) async throws -> ProcessCounters {
        let settled = try? await eventually("the descriptors are few again", within: .seconds(15)) {
            try node.daemon.counters().descriptors <= old.descriptors
        }
        _ = settled
        return try node.daemon.counters()
    }
}
