public import struct Foundation.Data

/// The charts of a benchmark, as SVG text.
public struct Plots: Sendable {
    /// One file.
    public struct File: Sendable {
        /// Its name, without a directory.
        public let name: String
        /// What is in it.
        public let text: String
        /// The same as bytes.
        public var data: Data { Data(text.utf8) }
    }

    private let results: Results
    private let peers: [String]

    /// - Parameters:
    ///   - results: What was measured.
    ///   - peers: The names of the peers, from top to bottom.
    public init(_ results: Results, peers: [String]) {
        self.results = results
        self.peers = peers
    }

    /// A chart for each metric that was measured, and `overview.svg` with all of them.
    public var files: [File] {
        let charts = Metric.allCases.compactMap { metric in chart(metric).map { (metric, $0) } }
        guard !charts.isEmpty else { return [] }
        return charts.map { File(name: "\($0.rawValue).svg", text: Self.page([$1], columns: 1)) }
            + [File(name: "overview.svg", text: Self.page(charts.map(\.1), columns: 2))]
    }

    private func chart(_ metric: Metric) -> BarChart? {
        let measured = peers.compactMap { peer in
            results.spread(metric, of: peer).map {
                BarChart.Bar(name: peer, spread: $0, style: Self.style(of: peer))
            }
        }
        guard !measured.isEmpty else { return nil }
        return BarChart(
            title: metric.title, axis: "\(metric.unit), \(metric.isMoreBetter ? "more" : "less") is better",
            digits: metric.digits, bars: Self.withoutBareWire(measured, metric))
    }

    /// Beside what a wire without a tunnel carries, the tunnels would be too short to compare.
    private static func withoutBareWire(_ bars: [BarChart.Bar], _ metric: Metric) -> [BarChart.Bar] {
        let others = bars.filter { $0.name != PeerName.bareWire }
        return metric.isMoreBetter && !others.isEmpty ? others : bars
    }

    private static func style(of peer: String) -> ChartStyle {
        if PeerName.isSubject(peer) { return .aura }
        return [PeerName.bareWire, PeerName.ceiling].contains(peer) ? .ceiling : .other
    }

    private static func page(_ charts: [BarChart], columns: Int) -> String {
        var svg = SVG()
        var y = 0.0
        for start in stride(from: 0, to: charts.count, by: columns) {
            let line = charts[start..<min(start + columns, charts.count)]
            for (column, chart) in line.enumerated() {
                svg.origin = .init(x: Double(column) * BarChart.width, y: y)
                chart.draw(into: &svg)
            }
            y += line.map(\.height).max() ?? 0
        }
        let title = charts.count == 1 ? charts[0].title : "All measurements"
        return svg.file(title: title, width: Double(min(columns, charts.count)) * BarChart.width, height: y)
    }
}
