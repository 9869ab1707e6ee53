import AuraLab

/// Other programs take the ports that the server asks for; it finds others, its operator signs them, and a client that was
/// given them connects.
struct BusyPortShow: Sendable {
    let stage: Stage

    private static let bytes = 20_000_000

    func run() async throws -> [DemoResult] {
        let host = stage.internet.server.host
        let tenants = try await Progress.step("other programs take 8443/udp, 8443/tcp and 8444/udp") {
            try await host.fillPorts()
        }
        let server = try await Progress.step("aura server") { try await stage.deployment.startServer(on: host) }
        let ports = try await server.status().ports
        let client = try await startClient()
        let results = [found(ports), try await download(from: server, to: client)]
        try await client.daemon.stop()
        try await server.daemon.stop()
        for tenant in tenants.values { try await tenant.leave() }
        return results
    }

    private func startClient() async throws -> Node {
        let address = stage.internet.server.ipv4
        let summary = try await Progress.step("aura sign-bridges --from-runtime server.toml --host \(address)") {
            try await stage.deployment.signBridges(
                ["--from-runtime", stage.deployment.configuration.path, "--host", address])
        }
        print("\n" + summary)
        let profile = try await Progress.step("aura provision-client visitor") {
            try await stage.deployment.provision("visitor", host: address)
        }
        return try await Progress.step("aura client") {
            try await stage.deployment.startClient(profile, on: stage.clientHost)
        }
    }

    private func download(from server: Node, to client: Node) async throws -> DemoResult {
        let file = try await stage.lab.makeFile("visit", bytes: Self.bytes)
        let size = "\(Self.bytes / 1_000_000) MB"
        let transfer = try await Progress.step("download of \(size)") {
            try await stage.clientHost.download("visit", from: server.innerAddresses().ipv4)
        }
        let isWhole = transfer.sha256 == file.sha256
        let place = try await client.status().link.map { "\($0.transport) to \($0.remoteAddress)" } ?? "no link"
        return DemoResult(
            what: "a client with the signed manifest",
            outcome: "\(size) over \(place), SHA-256 \(isWhole ? "matches" : "DIFFERS")", isGood: isWhole)
    }

    private func found(_ ports: [Transport: UInt16]) -> DemoResult {
        let list = Transport.allCases.map { "\($0) \(ports[$0].map { "\($0)" } ?? "none")" }
        let isGood = Transport.allCases.allSatisfy { ports[$0] != nil && ports[$0] != $0.port }
        return DemoResult(
            what: "all wanted ports are taken", outcome: "the server has " + list.joined(separator: ", "),
            isGood: isGood)
    }
}
