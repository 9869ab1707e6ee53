/// Pending handshakes in the order in which they began, so that looking for those that are too old costs the same however
/// many there are. Those that are gone by then are passed over.
struct PendingQueue: Sendable {
    private struct Place {
        let index: UInt32
        let started: ContinuousClock.Instant
    }

    private var places: [Place] = []
    private var first = 0

    /// When the oldest began.
    var oldest: ContinuousClock.Instant? { first < places.count ? places[first].started : nil }

    /// Adds one; it began no earlier than those that are there.
    mutating func append(_ entry: PendingHandshake) {
        places.append(Place(index: entry.index, started: entry.started))
    }

    /// Takes out the oldest if it began at `limit` or before.
    mutating func next(until limit: ContinuousClock.Instant) -> (index: UInt32, started: ContinuousClock.Instant)? {
        guard let oldest, oldest <= limit else { return nil }
        let place = places[first]
        first += 1
        // What has been taken out is cut off once it makes up half or more.
        if 2 * first >= places.count {
            places.removeFirst(first)
            first = 0
        }
        return (place.index, place.started)
    }
}
