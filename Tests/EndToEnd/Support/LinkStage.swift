import AuraLab
import Testing

/// What the tests of links have in common: a client, a file to download through the tunnel, and a router that drops.
struct LinkStage: Sendable {
    let vpn: Scenario
    let firewall: Firewall
    let file: (path: String, sha256: String)
    /// The server's inner addresses.
    let inner: (ipv4: String, ipv6: String)

    var client: Scenario.Client { vpn.alice }

    /// - Parameters:
    ///   - megabytes: The size of the file.
    ///   - order: The transports that the client dials; all if not given.
    static func run(
        megabytes: Int = 100, order: [Transport]? = nil, _ body: (LinkStage) async throws -> Void
    ) async throws {
        try await Scenario.run(order: order) { vpn in
            let stage = LinkStage(
                vpn: vpn, firewall: try await Firewall.install(on: vpn.internet.router),
                file: try await vpn.lab.makeFile("payload", bytes: megabytes * 1_000_000),
                inner: try await vpn.server.innerAddresses())
            _ = try await HTTPServer.start(on: vpn.server.host, serving: vpn.lab.directory)
            try await body(stage)
        }
    }

    /// Starts to download the file, and returns once a few megabytes have come.
    /// - Parameter rate: Megabytes a second.
    func startDownload(rate: Int = 10) async throws -> MeteredDownload {
        let download = try await MeteredDownload.start(
            "payload", from: inner.ipv4, on: client.host, rate: rate * 1_000_000)
        try await download.waitForBytes(rate * 500_000)
        return download
    }

    /// Waits for the end of a download, which must be whole.
    func finish(
        _ download: MeteredDownload, within limit: Duration = .seconds(60),
        sourceLocation: SourceLocation = #_sourceLocation
    ) async throws -> MeteredTransfer {
        let result = try await download.result(within: limit)
        #expect(result.sha256 == file.sha256, "the file came damaged", sourceLocation: sourceLocation)
        #expect(client.node.daemon.isRunning, sourceLocation: sourceLocation)
        return result
    }

    /// Waits until a ping is answered through the tunnel.
    @discardableResult
    func waitForPing(within limit: Duration) async throws -> Duration {
        try await eventually("a ping through the tunnel", within: limit, detail: { await client.node.evidence }) {
            try await client.host.ping(inner.ipv4, wait: 0.2).received > 0
        }
    }
}
