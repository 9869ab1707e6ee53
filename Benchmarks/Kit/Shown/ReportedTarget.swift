/// One target in a ``Report``.
public struct ReportedTarget: Codable, Sendable {
    /// For people.
    public let text: String
    /// The ratio to reach.
    public let limit: Double
    /// Whether the ratio is to be at least that, or at most.
    public let isLeast: Bool
    /// Over the ratios of all runs.
    public let ratio: Spread
    /// Whether the median is good enough.
    public let isMet: Bool

    init(_ verdict: Verdict) {
        text = verdict.target.text
        limit = verdict.target.limit
        isLeast = verdict.target.metric.isMoreBetter
        ratio = verdict.ratio
        isMet = verdict.isMet
    }
}
