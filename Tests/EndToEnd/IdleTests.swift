import AuraLab
import Testing

extension EndToEnd {
    @Suite("Idle") struct IdleTests {
        @Test(
            "with nothing to do, server and client together use less than a hundredth of a processor",
            arguments: Transport.allCases)
        func idle(over transport: Transport) async throws {
            try await Scenario.run(order: [transport]) { vpn in
                let nodes = [vpn.server, vpn.alice.node]
                let inner = try await vpn.server.innerAddresses()
                // What a start leaves to be done is done.
                try await eventually("it has become quiet", within: .seconds(20)) {
                    try await Self.load(nodes, during: .seconds(1)) < 0.01
                }
                let quiet = try await Self.load(nodes, during: .seconds(10))
                #expect(quiet < 0.01, "\(quiet) of a processor")
                async let pings = vpn.alice.host.ping(inner.ipv4, count: 1500, interval: 0.001)
                let busy = try await Self.load(nodes, during: .seconds(1))
                #expect(busy > 0.02, "work is seen where there is some: \(busy) of a processor")
                #expect(try await pings.received > 1400)
            }
        }

        /// The part of one processor that some nodes use.
        private static func load(_ nodes: [Node], during time: Duration) async throws -> Double {
            let clock = ContinuousClock()
            let start = clock.now
            let before = try used(nodes)
            try await Task.sleep(for: time)
            return (try used(nodes) - before) / (clock.now - start)
        }

        private static func used(_ nodes: [Node]) throws -> Duration {
            try nodes.reduce(.zero) { $0 + (try $1.daemon.processorTime()) }
        }
    }
}
