/// Which connection wants to be woken when: a heap that forgets lazily.
struct QUICDeadlines {
    private struct Item {
        var time: UInt64
        var number: UInt32
    }

    private var heap: [Item] = []
    /// The time that counts for each connection; other items of it in the heap are stale.
    private var current: [UInt32: UInt64] = [:]

    /// The earliest deadline.
    var next: UInt64? { heap.first?.time }

    /// Sets the deadline of a connection. A later one than before is noted when the earlier comes up.
    mutating func set(_ number: UInt32, _ time: UInt64) {
        if let known = current[number], known <= time { return }
        guard time != .max else { return }
        current[number] = time
        push(Item(time: time, number: number))
    }

    mutating func remove(_ number: UInt32) {
        current[number] = nil
        // Stale items go when they come up; when they are most of the heap, at once.
        if heap.count > 64, heap.count > 4 * current.count { rebuild() }
    }

    /// A connection whose deadline has come. It has none from then on.
    mutating func pop(at time: UInt64) -> UInt32? {
        while let first = heap.first, first.time <= time {
            removeFirst()
            guard current[first.number] == first.time else { continue }
            current[first.number] = nil
            return first.number
        }
        return nil
    }

    private mutating func rebuild() {
        heap.removeAll(keepingCapacity: true)
        for (number, time) in current { push(Item(time: time, number: number)) }
    }

    private mutating func push(_ item: Item) {
        heap.append(item)
        var child = heap.count - 1
        while child > 0, heap[child].time < heap[(child - 1) / 2].time {
            heap.swapAt(child, (child - 1) / 2)
            child = (child - 1) / 2
        }
    }

    private mutating func removeFirst() {
        heap.swapAt(0, heap.count - 1)
        heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in 2 * parent + 1...2 * parent + 2 {
                if child < heap.count, heap[child].time < heap[least].time { least = child }
            }
            guard least != parent else { return }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
