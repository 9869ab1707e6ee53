/// What Aura wants to reach: how many times the number of another peer, in the same run on the same machine.
public struct Target: Hashable, Sendable {
    /// What is measured.
    public let metric: Metric
    /// Who is set beside whom.
    public let comparison: Comparison
    /// The least ratio, or the largest one where less is better.
    public let limit: Double

    /// Something to reach.
    public init(_ metric: Metric, of subject: String, to other: String, limit: Double) {
        self.metric = metric
        comparison = Comparison(subject: subject, other: other)
        self.limit = limit
    }

    /// All of them. What is said of one stream is meant in both directions.
    public static let all: [Target] =
        oneStream(udp, PeerName.wireguardGo, 8) + oneStream(udp, PeerName.openVPN("udp"), 6)
        + oneStream(PeerName.aura("tcp"), PeerName.openVPN("tcp"), 8)
        + oneStream(PeerName.aura("quic"), PeerName.openVPN("udp"), 4) + [
            Target(.smallPackets, of: udp, to: PeerName.wireguardGo, limit: 2),
            Target(.addedRoundTrip, of: udp, to: PeerName.wireguardGo, limit: 1.0 / 3),
        ] + oneStream(udp, PeerName.ceiling, 0.7)

    /// Judges a ratio by its median.
    public func isMet(by ratio: Spread) -> Bool {
        metric.isMoreBetter ? ratio.median >= limit : ratio.median <= limit
    }

    private static let udp = PeerName.aura("udp")

    private static func oneStream(_ subject: String, _ other: String, _ limit: Double) -> [Target] {
        [Metric.tcpDown, .tcpUp].map { Target($0, of: subject, to: other, limit: limit) }
    }
}
