import AuraLab
import Foundation
import Testing

/// A tunnel at full speed, with new keys every few seconds, for as long as it is told.
struct SoakStage: Sendable {
    /// What is transferred, and looked at, again and again.
    let file: (path: String, sha256: String)
    let vpn: Scenario
    let inner: (ipv4: String, ipv6: String)

    /// How long each transport is soaked: environment AURA_SOAK_SECONDS, else 20. By hand, 600.
    static let seconds: Int = {
        let wanted = ProcessInfo.processInfo.environment["AURA_SOAK_SECONDS"].flatMap { Int($0) } ?? 20
        return max(10, wanted)
    }()

    /// Seconds between new keys, the least that a profile can ask for.
    static let rekeySeconds = 5

    static func run(_ transport: Transport, _ body: (SoakStage) async throws -> Void) async throws {
        try await Scenario.run(
            order: [transport], profile: { try $0.set("rekey_after_s", in: "tunnel", to: "\(rekeySeconds)") }
        ) { vpn in
            let file = try await vpn.lab.makeFile("payload", bytes: 50_000_000)
            _ = try await HTTPServer.start(on: vpn.server.host, serving: vpn.lab.directory)
            let inner = try await vpn.server.innerAddresses()
            try await body(SoakStage(file: file, vpn: vpn, inner: inner))
        }
    }

    var nodes: [Node] { [vpn.server, vpn.alice.node] }

    /// Transfers in both directions at once, IPv4 one way and IPv6 the other, in turn, until the time is over.
    /// - Returns: How many transfers there were.
    func transfer(for time: Duration) async throws -> Int {
        let clock = ContinuousClock()
        let end = clock.now + time
        var count = 0
        repeat {
            let (there, back) = count.isMultiple(of: 4) ? (inner.ipv4, inner.ipv6) : (inner.ipv6, inner.ipv4)
            async let down = vpn.alice.host.download("payload", from: there)
            async let up = vpn.alice.host.upload(file.path, to: back)
            for transfer in try await [down, up] { #expect(transfer.sha256 == file.sha256, "a file came damaged") }
            count += 2
        } while clock.now < end
        return count
    }

    /// The memory of both ends in bytes.
    func memory() throws -> [Int] { try nodes.map { try $0.daemon.counters().residentBytes } }
}

extension SoakStage {
    /// Drops that mean that something was done wrong. What a router does too, dropping what is too much, is not among them.
    private static let wrongs = [
        "replayed", "authentication_failed", "no_session", "keys_expired", "malformed", "source_mismatch",
        "too_large", "device_refused", "link_not_ours", "link_truncated", "link_too_large", "link_malformed",
        "link_failed",
    ]

    /// Lines of a log that tell of an error, or of more than is expected of an untroubled tunnel.
    static func complaints(in log: String) -> [Substring] {
        log.split(whereSeparator: \.isNewline).filter { line in
            [" warning ", " error ", " critical "].contains { line.contains($0) } || line.contains("Fatal error")
        }
    }

    func expectNoComplaints() {
        for node in nodes {
            let complaints = Self.complaints(in: node.daemon.log)
            #expect(complaints.isEmpty, "\(node.daemon.name): \(complaints.prefix(5))")
        }
    }

    /// Nothing was dropped for a wrong reason, and little for the others.
    func expectFewDrops() async throws {
        for node in nodes {
            let totals = try await node.status().totals
            let wrong = totals.drops.filter { $0.value > 0 && Self.wrongs.contains($0.key) }
            #expect(wrong.isEmpty, "\(node.daemon.name): \(wrong)")
            let drops = totals.drops.values.reduce(0, +)
            let carried = totals.txPackets + totals.rxPackets
            #expect(carried > 10_000 && drops * 20 < carried, "\(node.daemon.name): \(totals)")
        }
    }
}
