/// When which seat wants to be looked at, the earliest first.
struct DeadlineHeap {
    /// One wish.
    struct Entry {
        let due: ContinuousClock.Instant
        let seat: Int
    }

    private var entries: [Entry] = []

    /// The earliest wish.
    var first: Entry? { entries.first }

    /// Adds a wish.
    mutating func insert(_ entry: Entry) {
        entries.append(entry)
        var child = entries.count - 1
        while child > 0, entries[child].due < entries[(child - 1) / 2].due {
            entries.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    /// Takes the earliest wish out.
    mutating func removeFirst() {
        guard let last = entries.popLast(), !entries.isEmpty else { return }
        entries[0] = last
        var parent = 0
        while let child = smallerChild(of: parent), entries[child].due < entries[parent].due {
            entries.swapAt(child, parent)
            parent = child
        }
    }

    private func smallerChild(of parent: Int) -> Int? {
        let (left, right) = (2 * parent + 1, 2 * parent + 2)
        guard left < entries.count else { return nil }
        return right < entries.count && entries[right].due < entries[left].due ? right : left
    }
}
