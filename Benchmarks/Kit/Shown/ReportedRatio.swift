/// One ratio in a ``Report``.
public struct ReportedRatio: Codable, Sendable {
    /// Whose number is above the line.
    public let subject: String
    /// Whose number is below the line.
    public let other: String
    /// Of what.
    public let metric: Metric
    /// Over the ratios of all runs.
    public let ratio: Spread

    init?(_ pair: Comparison, _ metric: Metric, in results: Results) {
        guard let ratio = results.ratio(metric, of: pair.subject, to: pair.other) else { return nil }
        subject = pair.subject
        other = pair.other
        self.metric = metric
        self.ratio = ratio
    }
}
