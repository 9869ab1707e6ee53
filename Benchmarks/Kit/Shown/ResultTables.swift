/// The tables that the benchmark prints.
public struct ResultTables: Sendable {
    private let results: Results
    private let peers: [String]
    private let metrics: [Metric]

    /// - Parameters:
    ///   - results: What was measured.
    ///   - peers: The names of the peers, in the order of the lines.
    public init(_ results: Results, peers: [String]) {
        self.results = results
        self.peers = peers
        metrics = Metric.allCases.filter { metric in results.samples.contains { $0.metric == metric } }
    }

    /// Each peer's medians.
    public var medians: String {
        table("median") { metric, peer in
            results.spread(metric, of: peer).map { Figures.text($0.median, digits: metric.digits) }
        }
    }

    /// Between which numbers each peer's samples lie.
    public var spreads: String {
        table("least...most") { metric, peer in
            results.spread(metric, of: peer).map { Figures.range($0, digits: metric.digits) }
        }
    }

    /// How many times Aura's number is that of another peer: medians of the ratios of each run. `nil` when there is
    /// nothing to compare.
    public var ratios: String? {
        let rows = Comparison.all(among: peers).map { pair in
            ["\(pair.subject) : \(pair.other)"]
                + metrics.map { metric in
                    results.ratio(metric, of: pair.subject, to: pair.other)
                        .map { Figures.text($0.median, digits: 2) } ?? Self.nothing
                }
        }
        return rows.isEmpty ? nil : MarkdownTable(head: ["ratio"] + metrics.map(\.heading), rows: rows).text
    }

    /// What became of the targets; `nil` when none could be judged.
    public var targets: String? {
        let rows = Verdict.all(by: results).map { verdict in
            let digits = verdict.target.limit < 1 ? 2 : 1
            return [
                verdict.target.text, Figures.text(verdict.ratio.median, digits: digits),
                Figures.range(verdict.ratio, digits: digits), verdict.isMet ? "yes" : "**no**",
            ]
        }
        return rows.isEmpty
            ? nil : MarkdownTable(head: ["target", "measured", "least...most", "met?"], rows: rows).text
    }

    private static let nothing = "-"

    private func table(_ corner: String, cell: (Metric, String) -> String?) -> String {
        MarkdownTable(
            head: [corner] + metrics.map { "\($0.heading) (\($0.unit))" },
            rows: peers.map { peer in [peer] + metrics.map { cell($0, peer) ?? Self.nothing } }
        ).text
    }
}
