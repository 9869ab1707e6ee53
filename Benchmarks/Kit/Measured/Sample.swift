/// One number measured once.
public struct Sample: Codable, Hashable, Sendable {
    /// The peer's name.
    public let peer: String
    /// What was measured.
    public let metric: Metric
    /// The run, from 1. Only samples of the same run are set in ratio to each other.
    public let run: Int
    /// The number, in the unit of the metric.
    public let value: Double

    /// A number measured once.
    public init(peer: String, metric: Metric, run: Int, value: Double) {
        self.peer = peer
        self.metric = metric
        self.run = run
        self.value = value
    }
}
