/// How the numbers of several runs lie.
public struct Spread: Codable, Hashable, Sendable {
    /// The middle one; the mean of the two middle ones when there are as many above as below.
    public let median: Double
    /// The smallest.
    public let least: Double
    /// The largest.
    public let most: Double

    /// - Parameter values: In any order; `nil` comes out when there are none.
    public init?(of values: some Sequence<Double>) {
        let sorted = values.sorted()
        guard let least = sorted.first, let most = sorted.last else { return nil }
        self.least = least
        self.most = most
        median = (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
    }
}
