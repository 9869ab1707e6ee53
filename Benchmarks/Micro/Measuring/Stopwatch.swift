import CCounting

/// Measures pieces of work, each many times over.
enum Stopwatch {
    /// What a piece of work takes: the least of many times, for everything else that the machine does only adds to it.
    struct Cost {
        /// For all of the work.
        var nanoseconds = Double.infinity
        /// By the thread that did the work, each time.
        var allocations: UInt64 = .max
        /// Retains and releases, likewise; 0 when they were not watched.
        var references: UInt64 = .max
    }

    /// Measures several pieces of work in turn, so that a slow moment of the machine hits all of them.
    ///
    /// - Parameter work: Each does its work once.
    static func costs(rounds: Int, _ work: [() -> Void]) -> [Cost] {
        var costs = work.map { _ in Cost() }
        for round in 0..<(rounds + 2) {
            for (index, piece) in work.enumerated() {
                let cost = cost(of: piece)
                // The first rounds make arrays as long as they will be, and fill caches.
                guard round >= 2 else { continue }
                costs[index].nanoseconds = min(costs[index].nanoseconds, cost.nanoseconds)
                costs[index].allocations = min(costs[index].allocations, cost.allocations)
                costs[index].references = min(costs[index].references, cost.references)
            }
        }
        return costs
    }

    private static func cost(of piece: () -> Void) -> Cost {
        let clock = ContinuousClock()
        let before = counting_now()
        let begin = clock.now
        piece()
        let end = clock.now
        let after = counting_now()
        return Cost(
            nanoseconds: (end - begin) / .nanoseconds(1), allocations: after.allocations - before.allocations,
            references: after.references - before.references)
    }
}
