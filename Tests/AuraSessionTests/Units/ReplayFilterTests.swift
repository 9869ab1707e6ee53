import AuraSession
import Testing

@Suite("The memory of first messages")
struct ReplayFilterTests {
    private static let start = ContinuousClock.now
    private static let wall: UInt64 = 1_811_808_000_000
    private static let tolerance: UInt64 = 300_000

    private func filter(capacity: Int = 100, cookieCapacity: Int = 10) -> ReplayFilter {
        ReplayFilter(
            tolerance: Self.tolerance, capacity: capacity, cookieCapacity: cookieCapacity, now: Self.start,
            wall: WallTime(milliseconds: Self.wall))
    }

    /// Judges message `number`, made at `made`, when `elapsed` ms have passed and the clock is `step` ms off; remembers it
    /// when it is fresh.
    private func judge(
        _ filter: inout ReplayFilter, _ number: UInt8, attempt: UInt8 = 0, made: Int, elapsed: Int, step: Int = 0
    ) -> ReplayFilter.Verdict {
        let digest = ReplayFilter.Digest([number])
        let verdict = filter.judge(
            digest, attempt: attempt, timestamp: UInt64(Int(Self.wall) + made),
            now: Self.start + .milliseconds(elapsed),
            wall: WallTime(milliseconds: UInt64(Int(Self.wall) + elapsed + step)))
        if verdict == .fresh { _ = filter.noteAnswered(digest) }
        return verdict
    }

    @Test("A message is answered once for as long as its time is good, however often the memory turns")
    func once() {
        for made in stride(from: 0, through: 1_500_000, by: 70_000) {
            for early in [-300_000, 0, 300_000] where made + early >= 0 {
                var filter = filter()
                let first = judge(&filter, 1, made: made + early, elapsed: made)
                #expect(first == .fresh)
                for later in stride(from: made, through: made + 700_000, by: 10_000) {
                    let again = judge(&filter, 1, made: made + early, elapsed: later)
                    #expect(again != .fresh)
                }
            }
        }
    }

    @Test(
        "Times too far away, and times before the start, are refused",
        arguments: [
            (0, 0, true), (-1, 0, false), (300_000, 0, true), (300_001, 0, false), (100_000, 400_000, true),
            (99_999, 400_000, false),
        ])
    func times(made: Int, elapsed: Int, isFresh: Bool) {
        var filter = filter()
        let verdict = judge(&filter, 1, made: made, elapsed: elapsed)
        #expect(verdict == (isFresh ? .fresh : .outOfTime))
    }

    @Test(
        "A server's clock that is set forward or back shuts nobody out and forgets nothing",
        arguments: [-3_600_000, -1_000, 1_000, 3_600_000])
    func steps(step: Int) {
        var filter = filter()
        let first = judge(&filter, 1, made: 5_000, elapsed: 5_000)
        let next = judge(&filter, 2, made: 6_000 + step, elapsed: 6_000, step: step)
        let again = judge(&filter, 2, made: 6_000 + step, elapsed: 7_000, step: step)
        let old = judge(&filter, 1, made: 5_000, elapsed: 7_000, step: step)
        let beforeStart = judge(&filter, 3, made: step - 1, elapsed: 7_000, step: step)
        #expect(first == .fresh && next == .fresh && again == .replayed && old != .fresh && beforeStart == .outOfTime)
    }

    @Test("What was only asked for a cookie may come again with a higher attempt")
    func asked() {
        var filter = filter()
        let digest = ReplayFilter.Digest([1])
        filter.noteAsked(digest, attempt: 2)
        for (attempt, expected) in [(0, .replayed), (2, .replayed), (3, .fresh)] as [(UInt8, ReplayFilter.Verdict)] {
            let verdict = filter.judge(
                digest, attempt: attempt, timestamp: Self.wall, now: Self.start, wall: WallTime(milliseconds: Self.wall)
            )
            #expect(verdict == expected)
        }
    }

    @Test("Both memories are bounded")
    func bounds() {
        var filter = filter(capacity: 5, cookieCapacity: 4)
        let noted = (0..<10).count { filter.noteAnswered(ReplayFilter.Digest([$0])) }
        #expect(noted == 5 && filter.count == 5)
        for number in 0..<100 { filter.noteAsked(ReplayFilter.Digest([UInt8(number), 1]), attempt: 0) }
        #expect(filter.count <= 5 + 8)
    }
}
