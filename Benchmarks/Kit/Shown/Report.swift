public import Foundation

/// The file that `--json` writes. Keys are only added within one schema version.
public struct Report: Codable, Sendable {
    /// Goes up when a key changes its meaning or goes away.
    public static let currentSchemaVersion = 2

    /// What the readers of a version can rely on.
    public let schemaVersion: Int
    /// When the benchmark began.
    public let takenAt: Date
    /// How often each peer was measured.
    public let runs: Int
    /// How long each measurement took, in seconds.
    public let secondsEach: Int
    /// Where.
    public let machine: MachineFacts
    /// Who was measured, with medians and ends by metric.
    public let peers: [ReportedPeer]
    /// Aura beside the others.
    public let ratios: [ReportedRatio]
    /// What became of the targets.
    public let targets: [ReportedTarget]
    /// What could not be measured, and why.
    public let failures: [Failure]
    /// Every number, in the order in which they were measured; then what was worked out of them.
    public let samples: [Sample]

    /// Gathers what is to be written.
    public init(_ results: Results, by plan: Plan, on machine: MachineFacts, of peers: [Plan.Peer], failures: [Failure])
    {
        schemaVersion = Self.currentSchemaVersion
        takenAt = plan.begin
        runs = plan.runs
        secondsEach = plan.seconds
        self.machine = machine
        self.peers = peers.map { ReportedPeer($0, in: results) }
        ratios = Comparison.all(among: peers.map(\.name)).flatMap { pair in
            Metric.allCases.compactMap { ReportedRatio(pair, $0, in: results) }
        }
        targets = Verdict.all(by: results).map(ReportedTarget.init)
        self.failures = failures
        samples = results.samples
    }

    /// As JSON text with names in snake case, times as in ISO 8601.
    public func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }
}
