/// Lets so many in at a time; the others wait in the order in which they came.
actor Door {
    private var free: Int
    private var waiting: [CheckedContinuation<Void, Never>] = []
    private var firstWaiting = 0

    init(room: Int) {
        free = room
    }

    /// Returns when there is room.
    func enter() async {
        guard free == 0 else {
            free -= 1
            return
        }
        await withCheckedContinuation { waiting.append($0) }
    }

    /// Makes room for another.
    func leave() {
        guard firstWaiting < waiting.count else {
            free += 1
            return
        }
        let next = waiting[firstWaiting]
        firstWaiting += 1
        next.resume()
    }
}
