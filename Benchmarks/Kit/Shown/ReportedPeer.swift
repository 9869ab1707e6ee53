/// One peer in a ``Report``.
public struct ReportedPeer: Codable, Sendable {
    /// Its name.
    public let name: String
    /// What was measured, as it calls itself.
    public let version: String
    /// Median and ends by metric.
    public let metrics: [String: Spread]

    init(_ peer: Plan.Peer, in results: Results) {
        name = peer.name
        version = peer.version
        let spreads = Metric.allCases.compactMap { metric in
            results.spread(metric, of: peer.name).map { (metric.rawValue, $0) }
        }
        metrics = Dictionary(uniqueKeysWithValues: spreads)
    }
}
