/// One thing that is measured and must stay as cheap as it is.
///
/// There is no limit in seconds: those depend on the machine. A ratio to other work of the same program on the same machine
/// does not, and neither do counts.
struct Gate {
    /// What is measured.
    let name: String
    /// How many operations the work is: packets, lookups, headers.
    let operations: Int
    /// The work.
    let work: () -> Void
    /// What it is compared with: its name and the work, for as many operations; `nil` for a count alone.
    var beside: (name: String, work: () -> Void)?
    /// How many times the other's time it may take.
    var ratioLimit: Double?
    /// Allocations that the whole work may make: a few for a batch, none for each packet.
    var allocationLimit: UInt64 = 0
    /// Retains and releases that each operation may take.
    var referencesPerOperation = 0.0

    /// Measures it.
    func measure(rounds: Int) -> Measured {
        let costs = Stopwatch.costs(rounds: rounds, [work] + (beside.map { [$0.work] } ?? []))
        return Measured(gate: self, cost: costs[0], other: costs.count > 1 ? costs[1] : nil)
    }
}

/// What a gate's work took.
struct Measured {
    let gate: Gate
    let cost: Stopwatch.Cost
    let other: Stopwatch.Cost?

    var nanosecondsEach: Double { cost.nanoseconds / Double(gate.operations) }
    var referencesEach: Double { Double(cost.references) / Double(gate.operations) }
    var ratio: Double? { other.map { cost.nanoseconds / $0.nanoseconds } }

    /// What is above its limit; empty when all is well.
    func misses(countingReferences: Bool) -> [String] {
        var misses: [String] = []
        if let ratio, let limit = gate.ratioLimit, ratio > limit { misses.append("ratio") }
        if cost.allocations > gate.allocationLimit { misses.append("allocations") }
        if countingReferences, referencesEach > gate.referencesPerOperation { misses.append("references") }
        return misses
    }
}
