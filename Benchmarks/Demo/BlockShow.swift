import AuraLab

/// One download, during which the router blocks the transport in use, then the next one too, and then nothing any more.
struct BlockShow: Sendable {
    let stage: Stage
    let client: Node

    private static let rate = 12_000_000
    private static let bytes = 20 * rate

    func run() async throws -> [DemoResult] {
        let file = try await stage.lab.makeFile("long", bytes: Self.bytes)
        let firewall = try await Firewall.install(on: stage.internet.router)
        let download = try await Progress.step("a download of \(Self.bytes / 1_000_000) MB at 12 MB/s") {
            try await MeteredDownload.start(
                "long", from: stage.addresses.ipv4, on: stage.clientHost, rate: Self.rate)
        }
        var blocks: [(Transport, Firewall.Block)] = []
        for share in [4, 2] {
            try await download.waitForBytes(Self.bytes / share)
            blocks.append(try await blockTransportInUse(firewall))
        }
        try await download.waitForBytes(Self.bytes / 4 * 3)
        for (_, block) in blocks { try await firewall.lift(block) }
        let first = blocks[0].0
        let back = try await Progress.step("nothing is blocked; back to \(first)") {
            try await client.waitUntilOn(first, within: .seconds(60))
        }
        let transfer = try await download.result()
        tell(transfer, try await client.status().moves ?? [])
        return results(blocks, transfer) + [
            DemoResult(what: "back on \(first)", outcome: "after \(Self.text(back))", isGood: true),
            DemoResult(
                what: "the same connection's file",
                outcome: "SHA-256 \(transfer.sha256 == file.sha256 ? "matches" : "DIFFERS")",
                isGood: transfer.sha256 == file.sha256),
        ]
    }

    private func blockTransportInUse(_ firewall: Firewall) async throws -> (Transport, Firewall.Block) {
        guard let used = try await client.transportInUse else {
            throw LabError.neverHappened("a session", within: .zero, detail: await client.evidence)
        }
        let others = Transport.allCases.filter { $0 != used }
        return try await Progress.step("the router drops all of \(used)") {
            let block = try await firewall.block(.transport(used))
            try await client.waitUntilOn(others[0], others[1])
            return (used, block)
        }
    }

    private func results(
        _ blocks: [(transport: Transport, block: Firewall.Block)], _ transfer: MeteredTransfer
    ) -> [DemoResult] {
        blocks.map { transport, block in
            let gap = transfer.longestPause(from: block.since, to: block.since + .seconds(5))
            return DemoResult(
                what: "\(transport) blocked during a download", outcome: "no byte for \(Self.text(gap))",
                isGood: gap < .seconds(2))
        }
    }

    private func tell(_ transfer: MeteredTransfer, _ moves: [NodeReading.Move]) {
        print("\nPauses of the download:")
        for pause in transfer.pauses {
            print("  at \(Self.text(pause.start - transfer.start)): no byte for \(Self.text(pause.duration))")
        }
        print("Moves of the session:")
        for move in moves { print("  \(move)") }
        print("")
    }

    private static func text(_ duration: Duration) -> String {
        "\((duration / .seconds(1) * 100).rounded() / 100) s"
    }
}
