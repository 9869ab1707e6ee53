import AuraPKI
import AuraSession
import AuraTransport
import Foundation

/// A thread that owns the state machines of many clients: feeds them events and time, and has their wishes carried out.
final class SwarmDriver: Sendable {
    /// What all clients share.
    struct Setup: Sendable {
        let opener: LinkOpener
        let verifier: PeerVerifier
        let timing: SessionTiming
        let tally: SwarmTally
        /// Bounds the links that are being opened at once.
        let door: Door
        /// Told of each new session, on the driver's thread.
        let connected: @Sendable (SwarmClient) -> Void
    }

    let postbox = Postbox()
    private let done = DispatchSemaphore(value: 0)

    /// Starts the thread.
    init(_ name: String, _ setup: Setup) {
        let thread = Thread { [postbox, done] in
            Self.run(postbox, setup)
            done.signal()
        }
        thread.name = name
        thread.start()
    }

    /// Ends the thread and closes its clients' links; returns when that is done.
    func quit() {
        postbox.post(.quit)
        done.wait()
    }

    private static func run(_ postbox: Postbox, _ setup: Setup) {
        var desk = Desk(postbox, setup)
        while desk.turn() {}
        desk.closeAll()
    }
}

/// What a driver's thread works with.
private struct Desk {
    private let postbox: Postbox
    private let setup: SwarmDriver.Setup
    private var seats: [Seat] = []
    private var places: [Int: Int] = [:]
    private var heap = DeadlineHeap()
    private static let longestWait = Duration.milliseconds(500)

    init(_ postbox: Postbox, _ setup: SwarmDriver.Setup) {
        self.postbox = postbox
        self.setup = setup
    }

    /// Waits for events or the next deadline and deals with them; false at the end.
    mutating func turn() -> Bool {
        let latest = ContinuousClock.now + Self.longestWait
        let events = postbox.take(until: min(heap.first?.due ?? latest, latest))
        let (now, wall) = (ContinuousClock.now, WallTime(Date()))
        for event in events {
            guard let client = handle(event, now, wall) else { return false }
            advance(place(of: client), now, wall)
        }
        while let first = heap.first, first.due <= now {
            heap.removeFirst()
            guard seats[first.seat].scheduled == first.due else { continue }
            seats[first.seat].scheduled = nil
            advance(first.seat, now, wall)
        }
        return true
    }

    func closeAll() {
        for seat in seats { seat.disconnect(now: .now) }
        for seat in seats { seat.close()?.close(.local("the swarm is over")) }
    }

    /// Returns whose event it was; `nil` at the end.
    private mutating func handle(
        _ event: SwarmEvent, _ now: ContinuousClock.Instant, _ wall: WallTime
    ) -> SwarmClient? {
        switch event {
        case .datagram(let datagram, let client):
            seats[place(of: client)].handle(datagram, now: now, wall: wall)
            return client
        case .control(let control, let client):
            seats[place(of: client)].handle(control, now: now)
            return client
        case .opened(let result, let client):
            seats[place(of: client)].opened(result, now: now, wall: wall)
            return client
        case .closed(let reason, let client):
            seats[place(of: client)].closed(reason, now: now)
            return client
        case .connect(let client):
            seats[place(of: client)].connect(now: now)
            return client
        case .disconnect(let client):
            seats[place(of: client)].disconnect(now: now)
            return client
        case .quit: return nil
        }
    }

    private mutating func place(of client: SwarmClient) -> Int {
        if let place = places[client.number] { return place }
        places[client.number] = seats.count
        seats.append(Seat(client, setup, postbox))
        return seats.count - 1
    }

    private mutating func advance(_ place: Int, _ now: ContinuousClock.Instant, _ wall: WallTime) {
        let seat = seats[place]
        guard let due = seat.advance(now: now, wall: wall) else { return }
        if let scheduled = seat.scheduled, scheduled <= due { return }
        seat.scheduled = due
        heap.insert(DeadlineHeap.Entry(due: due, seat: place))
    }
}
