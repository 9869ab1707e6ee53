import AuraLab
import Testing

extension EndToEnd {
    @Suite("Tuning") struct TuningTests {
        @Test(
            "a server has as many queues and udp sockets as it is told, and many streams go through", arguments: [1, 3])
        func queues(count: Int) async throws {
            try await Scenario.run(
                clients: ["alice", "bob"], order: [.udp],
                configure: { try $0.set("queues", in: "tunnel", to: "\(count)") }
            ) { vpn in
                let reading = try await vpn.server.status()
                #expect(reading.interface.queues == count)
                let sockets = try await vpn.server.host.check(["ss", "-Hlun", "sport", "=", ":\(Deployment.udpPort)"])
                #expect(sockets.split(separator: "\n").count == count, "\(sockets)")
                try await Self.expectStreams(vpn)
                let drops = try await vpn.server.status().totals.drops
                #expect(drops["replayed", default: 0] == 0, "no two queues take each other's packets for old ones")
            }
        }

        @Test("a tunnel whose threads look for packets before they sleep carries what others do", arguments: [1000])
        func busyPoll(microseconds: Int) async throws {
            try await Scenario.run(
                clients: ["alice", "bob"], order: [.udp],
                configure: { try $0.set("busy_poll_us", in: "tunnel", to: "\(microseconds)") },
                profile: { try $0.set("busy_poll_us", in: "tunnel", to: "\(microseconds)") }
            ) { vpn in
                try await Self.expectStreams(vpn)
                let inner = try await vpn.server.innerAddresses()
                #expect(try await vpn.alice.host.ping(inner.ipv6, count: 20, interval: 0.02).received == 20)
            }
        }

        /// Each client transfers in both directions at once, over both families.
        private static func expectStreams(_ vpn: Scenario) async throws {
            let file = try await vpn.lab.makeFile("payload", bytes: 20_000_000)
            _ = try await HTTPServer.start(on: vpn.server.host, serving: vpn.lab.directory)
            let inner = try await vpn.server.innerAddresses()
            try await withThrowingTaskGroup(of: Transfer.self) { group in
                for client in vpn.clients {
                    for address in [inner.ipv4, inner.ipv6] {
                        group.addTask { try await client.host.download("payload", from: address) }
                        group.addTask { try await client.host.upload(file.path, to: address) }
                    }
                }
                for try await transfer in group { #expect(transfer.sha256 == file.sha256) }
            }
        }
    }
}
