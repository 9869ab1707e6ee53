import Foundation

/// The medians of all peers beside one another, and how `aura` compares with each.
struct MarkdownTable {
    let samples: [Sample]
    let peers: [String]
    let metrics: [Metric]

    var text: String {
        let heads = ["median"] + peers + others.map { "aura : \($0)" }
        let rows = metrics.map(row) + (metrics.contains(.roundTrip) ? [addedRow] : [])
        return ([heads, heads.indices.map { $0 == 0 ? "---" : "---:" }] + rows)
            .map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }

    private static let subject = "aura"
    private static let ceiling = "bare wire"

    private var others: [String] { peers.contains(Self.subject) ? peers.filter { $0 != Self.subject } : [] }

    private func row(_ metric: Metric) -> [String] {
        cells(metric.title, digits: metric.digits) { samples.median(metric, of: $0) }
    }

    /// What a peer adds to the round trip of the bare wire.
    private var addedRow: [String] {
        let bare = samples.median(.roundTrip, of: Self.ceiling)
        return cells("round trip added over the bare wire (ms)", digits: Metric.roundTrip.digits) { peer in
            guard peer != Self.ceiling, let bare, let value = samples.median(.roundTrip, of: peer) else { return nil }
            return value - bare
        }
    }

    private func cells(_ title: String, digits: Int, value: (String) -> Double?) -> [String] {
        let subject = value(Self.subject)
        let ratios = others.map { other -> String in
            guard let subject, let other = value(other), other != 0 else { return "-" }
            return Self.number(subject / other, digits: 2)
        }
        return [title] + peers.map { value($0).map { Self.number($0, digits: digits) } ?? "-" } + ratios
    }

    private static func number(_ value: Double, digits: Int) -> String {
        String(format: "%.\(digits)f", value)
    }
}
