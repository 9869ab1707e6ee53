/// How well or badly a simulated wire carries datagrams in one direction.
public struct NetworkConditions: Hashable, Sendable {
    /// Probability that a datagram is lost, 0...1.
    public var loss = 0.0
    /// Probability that a datagram arrives twice, 0...1.
    public var duplication = 0.0
    /// Time a datagram takes, drawn evenly from the range; a wide range reorders.
    public var delay: ClosedRange<Duration> = .milliseconds(10) ... .milliseconds(10)
    /// Probability that a datagram takes `reorderingDelay` longer, 0...1.
    public var reordering = 0.0
    /// What a reordered datagram takes on top.
    public var reorderingDelay: Duration = .milliseconds(20)
    /// The largest datagram that gets through, in bytes; larger ones vanish.
    public var mtu = 65_507

    /// A wire without faults and 10 ms long.
    public static let perfect = NetworkConditions()

    /// The same as ``perfect``, to be changed.
    public init() {}
}
