import AuraLab

/// The steps of the demo.
struct Demonstration: Sendable {
    let bytes: Int

    func run() async throws -> [DemoResult] {
        try await withLab { lab in
            let internet = try await Progress.step("three network namespaces: server - router - client") {
                try await Internet.make(in: lab, outside: ["client"])
            }
            let stage = try await raise(lab, internet)
            var results = try await pings(stage)
            results += try await transfers(stage)
            results += try await statuses(stage)
            results.append(try await stop(stage))
            return results
        }
    }

    /// The running demo.
    private struct Stage: Sendable {
        let lab: Lab
        let clientHost: LabHost
        let before: NetworkState
        let server: Node
        let client: Node
        let addresses: (ipv4: String, ipv6: String)
    }

    private func raise(_ lab: Lab, _ internet: Internet) async throws -> Stage {
        let clientHost = internet.outside[0].host
        let before = try await NetworkState(of: clientHost)
        let deployment = try await Progress.step("aura server-init") { try await Deployment.make(in: lab) }
        let server = try await Progress.step("aura server") {
            try await deployment.startServer(on: internet.server.host)
        }
        let profile = try await Progress.step("aura provision-client demo") {
            try await deployment.provision("demo", host: internet.server.ipv4)
        }
        let client = try await Progress.step("aura client") {
            try await deployment.startClient(profile, on: clientHost)
        }
        _ = try await HTTPServer.start(on: internet.server.host, serving: lab.directory)
        return Stage(
            lab: lab, clientHost: clientHost, before: before, server: server, client: client,
            addresses: try await server.innerAddresses())
    }

    private func pings(_ stage: Stage) async throws -> [DemoResult] {
        try await Progress.step("pings through the tunnel") {
            var results: [DemoResult] = []
            for (family, address) in [("IPv4", stage.addresses.ipv4), ("IPv6", stage.addresses.ipv6)] {
                let ping = try await stage.clientHost.ping(address, count: 20, interval: 0.05)
                results.append(
                    DemoResult(
                        what: "ping \(family), \(address)",
                        outcome: "\(ping.received) of \(ping.sent), median \(ping.median ?? .nan) ms",
                        isGood: ping.received == ping.sent))
            }
            return results
        }
    }

    private func transfers(_ stage: Stage) async throws -> [DemoResult] {
        let size = "\(bytes / 1_000_000) MB"
        let file = try await Progress.step("a file of \(size) of random bytes") {
            try await stage.lab.makeFile("payload", bytes: bytes)
        }
        let address = stage.addresses.ipv4
        let down = try await Progress.transfer("HTTP download of \(size)", bytes: bytes, through: stage.client) {
            try await stage.clientHost.download("payload", from: address, within: .seconds(600))
        }
        let up = try await Progress.transfer("HTTP upload of \(size)", bytes: bytes, through: stage.client) {
            try await stage.clientHost.upload(file.path, to: address, within: .seconds(600))
        }
        return [("download", down), ("upload", up)].map { name, transfer in
            let isWhole = transfer.bytes == bytes && transfer.sha256 == file.sha256
            return DemoResult(
                what: "HTTP \(name), \(size)",
                outcome: "\(Int(transfer.megabitsPerSecond)) Mbit/s, SHA-256 \(isWhole ? "matches" : "DIFFERS")",
                isGood: isWhole)
        }
    }

    private func statuses(_ stage: Stage) async throws -> [DemoResult] {
        var results: [DemoResult] = []
        for node in [stage.server, stage.client] {
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

    private func stop(_ stage: Stage) async throws -> DemoResult {
        try await Progress.step("stop both with SIGTERM") {
            let client = try await stage.client.daemon.stop()
            let server = try await stage.server.daemon.stop()
            let isClean = try await NetworkState(of: stage.clientHost) == stage.before
            return DemoResult(
                what: "after SIGTERM", outcome: isClean ? "the client's network is as before" : "something is left",
                isGood: isClean && client.isSuccess && server.isSuccess)
        }
    }
}
