import AuraTunnel
import Testing

@Suite("Traffic counters")
struct TrafficCountersTests {
    @Test("Batches from many threads add up")
    func addsUp() async {
        let counters = TrafficCounters()
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1000 {
                        var tally = TrafficTally()
                        tally.sent(bytes: 100)
                        tally.sent(bytes: 50)
                        tally.received(bytes: 7)
                        tally.drop(.replayed, packets: 3)
                        counters.add(tally)
                    }
                }
            }
        }
        let snapshot = counters.snapshot()
        #expect(snapshot.txPackets == 16_000 && snapshot.txBytes == 1_200_000)
        #expect(snapshot.rxPackets == 8000 && snapshot.rxBytes == 56_000)
        #expect(snapshot.drops[.replayed] == 24_000 && snapshot.totalDrops == 24_000)
    }

    @Test("Each reason has a counter of its own", arguments: DropReason.allCases)
    func reasons(reason: DropReason) {
        let counters = TrafficCounters()
        counters.drop(reason, packets: 2)
        var tally = TrafficTally()
        tally.drop(reason)
        tally.drop(reason, packets: 0)
        tally.drop(reason, packets: -1)
        counters.add(tally)
        let snapshot = counters.snapshot()
        #expect(snapshot.drops.count == DropReason.allCases.count)
        for other in DropReason.allCases { #expect(snapshot.drops[other] == (other == reason ? 3 : 0)) }
    }

    @Test("The names in JSON are lower case with underscores, and stay")
    func names() {
        let names = DropReason.allCases.map(\.rawValue)
        #expect(names.allSatisfy { $0.allSatisfy { ("a"..."z").contains($0) || $0 == "_" } })
        #expect(names.contains("source_mismatch") && names.contains("authentication_failed"))
    }
}
