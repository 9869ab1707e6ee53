internal import Synchronization

/// The counters of one tunnel or one client, added to by any thread and read by any other.
///
/// Every number only grows. A snapshot is not one instant: counters that other threads are adding to may be a batch apart.
public final class TrafficCounters: Sendable {
    private let txPackets = Atomic<UInt64>(0)
    private let txBytes = Atomic<UInt64>(0)
    private let rxPackets = Atomic<UInt64>(0)
    private let rxBytes = Atomic<UInt64>(0)
    private let drops = InlineArray<13, Atomic<UInt64>> { _ in Atomic(0) }

    /// Counters at zero.
    public init() {}

    /// Adds what a batch did: one atomic addition for each counter that changed.
    public func add(_ tally: TrafficTally) {
        Self.add(tally.txPackets, to: txPackets)
        Self.add(tally.txBytes, to: txBytes)
        Self.add(tally.rxPackets, to: rxPackets)
        Self.add(tally.rxBytes, to: rxBytes)
        guard tally.dropped else { return }
        for index in tally.drops.indices { Self.add(tally.drops[index], to: drops[index]) }
    }

    /// Counts `packets` dropped for one reason, outside a batch.
    public func drop(_ reason: DropReason, packets: Int = 1) {
        Self.add(UInt64(clamping: packets), to: drops[reason.index])
    }

    /// The numbers now.
    public func snapshot() -> TrafficSnapshot {
        var snapshot = TrafficSnapshot()
        snapshot.txPackets = txPackets.load(ordering: .relaxed)
        snapshot.txBytes = txBytes.load(ordering: .relaxed)
        snapshot.rxPackets = rxPackets.load(ordering: .relaxed)
        snapshot.rxBytes = rxBytes.load(ordering: .relaxed)
        for reason in DropReason.allCases { snapshot.drops[reason] = drops[reason.index].load(ordering: .relaxed) }
        return snapshot
    }

    /// Nobody draws conclusions from the order of two counters, so relaxed is enough.
    private static func add(_ amount: UInt64, to counter: borrowing Atomic<UInt64>) {
        if amount != 0 { counter.wrappingAdd(amount, ordering: .relaxed) }
    }
}
