import Foundation

/// The medians of all peers, one line each, and then how each transport of `aura` compares with each other VPN.
struct MarkdownTable {
    let samples: [Sample]
    let peers: [String]
    let metrics: [Metric]

    var text: String {
        let medians = table("median", peers.map { peer in (peer, columns.map { cell($0, peer) }) })
        guard !ratios.isEmpty else { return medians }
        return medians + "\n\n" + table("ratio", ratios)
    }

    private static let subject = "aura"
    private static let ceiling = "bare wire"

    /// What one column shows.
    private enum Column {
        case metric(Metric)
        /// What a peer adds to the round trip of the bare wire.
        case added
    }

    private var columns: [Column] {
        metrics.map { .metric($0) } + (metrics.contains(.roundTrip) && peers.contains(Self.ceiling) ? [.added] : [])
    }

    private var ratios: [(String, [String])] {
        let subjects = peers.filter { $0.hasPrefix(Self.subject) }
        let others = peers.filter { !$0.hasPrefix(Self.subject) }
        return subjects.flatMap { subject in
            others.map { other in ("\(subject) : \(other)", columns.map { ratio($0, subject, other) }) }
        }
    }

    private func table(_ corner: String, _ rows: [(String, [String])]) -> String {
        let heads = [corner] + columns.map(title)
        let rule = heads.indices.map { $0 == 0 ? "---" : "---:" }
        return ([heads, rule] + rows.map { [$0.0] + $0.1 })
            .map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }

    private func title(_ column: Column) -> String {
        switch column {
        case .metric(let metric): metric.title
        case .added: "round trip added over the bare wire (ms)"
        }
    }

    private func value(_ column: Column, _ peer: String) -> Double? {
        switch column {
        case .metric(let metric): return samples.median(metric, of: peer)
        case .added:
            guard peer != Self.ceiling, let bare = samples.median(.roundTrip, of: Self.ceiling) else { return nil }
            return samples.median(.roundTrip, of: peer).map { $0 - bare }
        }
    }

    private func cell(_ column: Column, _ peer: String) -> String {
        let digits = if case .metric(let metric) = column { metric.digits } else { Metric.roundTrip.digits }
        return value(column, peer).map { Self.number($0, digits: digits) } ?? "-"
    }

    private func ratio(_ column: Column, _ subject: String, _ other: String) -> String {
        guard let subject = value(column, subject), let other = value(column, other), other != 0 else { return "-" }
        return Self.number(subject / other, digits: 2)
    }

    private static func number(_ value: Double, digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }
}
