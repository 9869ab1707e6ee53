import AuraLab
import Testing

/// Full speed for a long time; not among the other end-to-end tests, since it may take longer than they are given.
@Suite(
    "Soak", .serialized,
    .enabled("needs root and the packages of scripts/setup; see standard error") { await Privileges.canUseNamespaces },
    .timeLimit(.minutes(3 + SoakStage.seconds / 30)))
struct SoakTests {
    /// What memory may grow by after the first quarter besides a tenth: pages that a malloc has not given back.
    private static let slack = 6 << 20

    @Test(
        "transfers at full speed, with new keys every 5 s, stay whole, and leave memory flat and logs quiet",
        arguments: Transport.allCases)
    func soak(over transport: Transport) async throws {
        try await SoakStage.run(transport) { stage in
            let client = stage.vpn.alice.node
            let time = Duration.seconds(SoakStage.seconds)
            let handshakes = try await client.status().handshakes.accepted
            var count = try await stage.transfer(for: time / 4)
            let before = try stage.memory()
            count += try await stage.transfer(for: time * 3 / 4)
            for (node, (old, new)) in zip(stage.nodes, zip(before, try stage.memory())) {
                #expect(new <= old + old / 10 + Self.slack, "\(node.daemon.name): \(old) bytes, then \(new)")
            }
            #expect(count >= 4)
            let rekeys = try await client.status().handshakes.accepted - handshakes
            #expect(rekeys >= SoakStage.seconds / SoakStage.rekeySeconds / 2, "\(rekeys) times new keys")
            #expect(try await client.transportInUse == transport)
            let reading = try await client.status()
            #expect(reading.reconnects == 0 && reading.moveCount == 0, "\(reading.moves ?? [])")
            try await stage.expectFewDrops()
            stage.expectNoComplaints()
        }
    }

    @Test("a log's complaints are found, and its other lines are not taken for some")
    func complaints() async throws {
        let good = "2026-01-01T00:00:00+0000 notice aura.client: [AuraNode] Connected\n"
        #expect(SoakStage.complaints(in: good).isEmpty)
        for level in ["warning", "error", "critical"] {
            let bad = good.replacing("notice", with: level)
            #expect(SoakStage.complaints(in: good + bad).count == 1)
        }
    }
}
