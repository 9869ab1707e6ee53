import AuraLab
import Testing

extension EndToEnd {
    @Suite("Queues") struct QueueTests {
        /// The growth of the round trip that is let pass, beyond that of the bare path, in milliseconds.
        private static let allowance = 20.0
        private static let megabits = 50

        @Test(
            "an upload through a bottleneck makes the round trip no longer than it makes it without a VPN, and 20 ms",
            arguments: [Transport.udp, .quic])
        func bufferbloat(over transport: Transport) async throws {
            try await Scenario.run(order: [transport]) { vpn in
                let wire = try #require(vpn.internet.wire(of: vpn.internet.server))
                let stage = QueueStage(
                    client: vpn.alice.host,
                    bottleneck: try await Bottleneck.install(
                        at: wire.first, megabits: Self.megabits, queue: .milliseconds(100)))
                _ = try await HTTPServer.start(on: vpn.server.host, serving: vpn.lab.directory)
                let bare = try await stage.measure(vpn.internet.server.ipv4)
                let tunnel = try await stage.measure(try await vpn.server.innerAddresses().ipv4)
                #expect(bare.growth > Self.allowance, "the bare path has a queue to see: \(bare)")
                #expect(tunnel.growth <= bare.growth + Self.allowance, "bare: \(bare), tunnel: \(tunnel)")
                for path in [bare, tunnel] {
                    #expect(path.megabits > Double(Self.megabits) / 2, "the bottleneck is one: \(path)")
                }
                #expect(try await vpn.alice.node.transportInUse == transport)
            }
        }
    }
}

/// Uploads and pings at once.
private struct QueueStage {
    let client: LabHost
    let bottleneck: Bottleneck

    struct Path: CustomStringConvertible {
        let idle: Double
        let loaded: Double
        let megabits: Double

        var growth: Double { loaded - idle }
        var description: String { "round trip \(idle) ms idle, \(loaded) ms loaded at \(megabits) Mbit/s" }
    }

    /// The middle round trip to an address, with and without an upload to it.
    func measure(_ address: String) async throws -> Path {
        let idle = try #require(try await client.ping(address, count: 20, interval: 0.1).median)
        // The machine's own congestion control may be one that keeps queues short, and then there were nothing to see.
        let upload = try await client.startUpload(to: address, congestionControl: "cubic")
        let start = try await bottleneck.bytes()
        try await eventually("the upload has passed its start") { try await bottleneck.bytes() > start + 12_000_000 }
        let (clock, before) = (ContinuousClock(), try await bottleneck.bytes())
        let begin = clock.now
        let pings = try await client.ping(address, count: 60, interval: 0.1, wait: 3)
        let bits = Double(try await bottleneck.bytes() - before) * 8
        let seconds = (clock.now - begin) / .seconds(1)
        #expect(upload.isRunning, "the upload went on to the end: \(upload.log)")
        try await upload.stop(.kill)
        let loaded = try #require(pings.median)
        return Path(idle: idle, loaded: loaded, megabits: bits / seconds / 1e6)
    }
}
