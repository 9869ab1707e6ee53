import AuraLab

/// Pings, a download and an upload over one transport.
struct Tour: Sendable {
    let stage: Stage
    let transport: Transport

    func run() async throws -> [DemoResult] {
        let client = try await stage.startClient(
            "aura client --transport \(transport)", arguments: ["--transport", "\(transport)"])
        var results = try await pings()
        results += try await transfers(client)
        try await client.daemon.stop()
        return results
    }

    private func pings() async throws -> [DemoResult] {
        var results: [DemoResult] = []
        for (family, address) in [("IPv4", stage.addresses.ipv4), ("IPv6", stage.addresses.ipv6)] {
            let ping = try await stage.clientHost.ping(address, count: 20, interval: 0.05)
            results.append(
                DemoResult(
                    what: "\(transport): ping \(family), \(address)",
                    outcome: "\(ping.received) of \(ping.sent), median \(ping.median ?? .nan) ms",
                    isGood: ping.received == ping.sent))
        }
        return results
    }

    private func transfers(_ client: Node) async throws -> [DemoResult] {
        let size = "\(stage.bytes / 1_000_000) MB"
        let (host, address) = (stage.clientHost, stage.addresses.ipv4)
        let down = try await Progress.transfer("download of \(size)", bytes: stage.bytes, through: client) {
            try await host.download("payload", from: address, within: .seconds(600))
        }
        let up = try await Progress.transfer("upload of \(size)", bytes: stage.bytes, through: client) {
            try await host.upload(stage.file.path, to: address, within: .seconds(600))
        }
        return [("download", down), ("upload", up)].map { name, transfer in
            let isWhole = transfer.bytes == stage.bytes && transfer.sha256 == stage.file.sha256
            return DemoResult(
                what: "\(transport): HTTP \(name), \(size)",
                outcome: "\(Int(transfer.megabitsPerSecond)) Mbit/s, SHA-256 \(isWhole ? "matches" : "DIFFERS")",
                isGood: isWhole)
        }
    }
}
