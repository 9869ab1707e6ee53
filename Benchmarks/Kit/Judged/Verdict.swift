/// What became of a target.
public struct Verdict: Sendable {
    /// What was to be reached.
    public let target: Target
    /// What was reached, over all runs.
    public let ratio: Spread
    /// Whether that is enough.
    public var isMet: Bool { target.isMet(by: ratio) }

    /// Judges the targets whose peers and metrics were measured; the others are left out.
    public static func all(of targets: [Target] = Target.all, by results: Results) -> [Verdict] {
        targets.compactMap { target in
            results.ratio(target.metric, of: target.comparison.subject, to: target.comparison.other)
                .map { Verdict(target: target, ratio: $0) }
        }
    }
}
