/// All samples of a benchmark, and what follows from them.
public struct Results: Sendable {
    /// What was measured, and what was worked out of it run by run.
    public let samples: [Sample]

    /// - Parameter measured: What was measured; ``Metric/addedRoundTrip`` is worked out here.
    public init(_ measured: [Sample]) {
        samples = measured + Self.addedRoundTrips(measured)
    }

    /// How the samples of a peer lie; `nil` without any.
    public func spread(_ metric: Metric, of peer: String) -> Spread? {
        Spread(of: values(metric, of: peer).values)
    }

    /// How many times one peer's number is that of another. Each ratio is of two numbers of the same run, so that a slow
    /// hour of the machine does not count for one of them only; runs that lack one of the two are left out, and so are
    /// those in which the other's number is not above zero.
    public func ratio(_ metric: Metric, of subject: String, to other: String) -> Spread? {
        let others = values(metric, of: other)
        return Spread(
            of: values(metric, of: subject).compactMap { run, value in
                others[run].flatMap { $0 > 0 ? value / $0 : nil }
            })
    }

    /// A peer's numbers by run.
    private func values(_ metric: Metric, of peer: String) -> [Int: Double] {
        let own = samples.filter { $0.metric == metric && $0.peer == peer }
        return Dictionary(own.map { ($0.run, $0.value) }) { first, _ in first }
    }

    private static func addedRoundTrips(_ measured: [Sample]) -> [Sample] {
        let roundTrips = measured.filter { $0.metric == .roundTrip }
        let bare = Dictionary(
            roundTrips.filter { $0.peer == PeerName.bareWire }.map { ($0.run, $0.value) }
        ) { first, _ in first }
        return roundTrips.filter { $0.peer != PeerName.bareWire }.compactMap { sample in
            bare[sample.run].map {
                Sample(peer: sample.peer, metric: .addedRoundTrip, run: sample.run, value: sample.value - $0)
            }
        }
    }
}
