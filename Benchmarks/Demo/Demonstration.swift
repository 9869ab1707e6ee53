import AuraLab

/// The steps of the demo.
struct Demonstration: Sendable {
    let bytes: Int

    func run() async throws -> [DemoResult] {
        try await withLab { lab in
            let stage = try await Stage.raise(in: lab, bytes: bytes)
            var results: [DemoResult] = []
            for transport in Transport.allCases { results += try await Tour(stage: stage, transport: transport).run() }
            let client = try await stage.startClient("aura client")
            results += try await BlockShow(stage: stage, client: client).run()
            results += try await statuses(of: [stage.server, client])
            results.append(try await stop(stage, client))
            results += try await BusyPortShow(stage: stage).run()
            return results
        }
    }

    private func statuses(of nodes: [Node]) async throws -> [DemoResult] {
        var results: [DemoResult] = []
        for node in nodes {
            let reading = try await Progress.step("aura status of the \(node.host.role)") { try await node.status() }
            print(try await node.statusText())
            results.append(
                DemoResult(
                    what: "status of the \(node.host.role)",
                    outcome: "\(reading.totals.txPackets) packets out, \(reading.totals.rxPackets) in",
                    isGood: reading.sessions.contains { $0.state == "established" } && reading.totals.rxPackets > 0))
        }
        return results
    }

    private func stop(_ stage: Stage, _ client: Node) async throws -> DemoResult {
        try await Progress.step("stop both with SIGTERM") {
            let client = try await client.daemon.stop()
            let server = try await stage.server.daemon.stop()
            let isClean = try await NetworkState(of: stage.clientHost) == stage.before
            return DemoResult(
                what: "after SIGTERM", outcome: isClean ? "the client's network is as before" : "something is left",
                isGood: isClean && client.isSuccess && server.isSuccess)
        }
    }
}
