import AuraSession
import AuraTransport
import Testing

@Suite("The replay window")
struct ReplayWindowTests {
    /// What the window must do, without any thought for speed.
    private struct Reference {
        var seen: Set<UInt64> = []
        var newest: UInt64?

        mutating func accept(_ counter: UInt64) -> Bool {
            guard counter < .max, isFresh(counter) else { return false }
            seen.insert(counter)
            newest = max(newest ?? 0, counter)
            return true
        }

        func isFresh(_ counter: UInt64) -> Bool {
            guard let newest else { return true }
            return counter > newest || (newest - counter < ReplayWindow.size && !seen.contains(counter))
        }
    }

    @Test("Is at least 8,192 counters wide")
    func size() {
        #expect(ReplayWindow.size >= 8_192)
    }

    @Test("Agrees with a set at every step, for jumps of all sizes", arguments: 0..<20)
    func property(seed: Int) {
        var random = SplitMix64(seed: UInt64(seed))
        var window = ReplayWindow()
        var reference = Reference()
        let size = ReplayWindow.size
        let edges: [UInt64] = [0, 1, 63, 64, 65, size - 65, size - 64, size - 1, size, size + 1, size + 64, 3 * size]
        for _ in 0..<5_000 {
            let newest = reference.newest ?? 0
            let distance = random.next() % 3 == 0 ? random.next() % (2 * size) : edges[Int(random.next() % 12)]
            let forward = random.next() % 4 == 0
            let counter = forward ? newest &+ distance : newest >= distance ? newest - distance : distance
            #expect(window.isFresh(counter) == (counter == .max || reference.isFresh(counter)))
            #expect(window.isNewest(counter) == (reference.newest.map { counter > $0 } ?? true))
            let (found, expected) = (window.accept(counter), reference.accept(counter))
            #expect(found == expected, "counter \(counter) after \(newest)")
        }
    }

    @Test(
        "Tells every counter at its edge apart, wherever in a word the newest lies", arguments: 0..<64 as Range<UInt64>)
    func edge(offset: UInt64) {
        let size = ReplayWindow.size
        let newest = 10 * size + offset
        for distance in [1, 63, 64, size - 64, size - 63, size - 2, size - 1, size, size + 1] as [UInt64] {
            var window = ReplayWindow()
            let first = window.accept(newest)
            let second = window.accept(newest - distance)
            let third = window.accept(newest - distance)
            #expect(first && second == (distance < size) && !third, "distance \(distance)")
        }
    }

    @Test("Goes up to the last counter but one, and refuses the last")
    func limits() {
        var window = ReplayWindow()
        for (counter, expected) in [
            (0, true), (0, false), (.max, false), (.max - 1, true), (.max - 1, false), (.max, false), (.max - 2, true),
            (.max - ReplayWindow.size, true), (.max - ReplayWindow.size - 1, false), (1, false),
        ] as [(UInt64, Bool)] {
            let isAccepted = window.accept(counter)
            #expect(isAccepted == expected, "counter \(counter)")
        }
    }
}
