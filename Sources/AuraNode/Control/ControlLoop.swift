internal import AuraSession
internal import Foundation
internal import Synchronization

/// Owns a state machine on a thread: feeds it events and time, and has it carry out what it wants.
protocol ControlRole: ~Copyable {
    /// Takes one event; ``NodeEvent/stop`` never comes here.
    mutating func handle(_ event: NodeEvent, now: ContinuousClock.Instant, wall: WallTime)
    /// Does what is due.
    mutating func tick(now: ContinuousClock.Instant, wall: WallTime)
    /// Carries out what the machine wants done.
    mutating func perform()
    /// When to be called next.
    mutating func deadline(now: ContinuousClock.Instant) -> ContinuousClock.Instant?
    /// Says goodbye.
    mutating func stop(now: ContinuousClock.Instant)
}

extension ControlRole where Self: ~Copyable {
    /// Runs until it is told to stop.
    mutating func run(_ mailbox: Mailbox<NodeEvent>) {
        var sleep = SleepDetector()
        while true {
            let events = mailbox.take(until: sleep.limit(deadline(now: .now)))
            let (now, wall) = (ContinuousClock.now, WallTime(Date()))
            if sleep.noticed() { handle(.woke, now: now, wall: wall) }
            for event in events {
                if case .stop = event {
                    stop(now: now)
                    return perform()
                }
                handle(event, now: now, wall: wall)
                // At once: what the next event meets depends on what this one brought about.
                perform()
            }
            tick(now: now, wall: wall)
            perform()
        }
    }
}

/// A named thread whose end can be awaited.
final class WorkerThread: Sendable {
    private let state = Mutex<(isDone: Bool, waiters: [CheckedContinuation<Void, Never>])>((false, []))

    /// Starts `body`.
    init(name: String, _ body: @escaping @Sendable () -> Void) {
        let thread = Thread {
            body()
            self.finish()
        }
        thread.name = name
        thread.start()
    }

    /// Returns when the body has.
    func finished() async {
        await withCheckedContinuation { continuation in
            let isDone = state.withLock { state in
                if !state.isDone { state.waiters.append(continuation) }
                return state.isDone
            }
            if isDone { continuation.resume() }
        }
    }

    private func finish() {
        let waiters = state.withLock { state in
            state.isDone = true
            defer { state.waiters = [] }
            return state.waiters
        }
        for waiter in waiters { waiter.resume() }
    }
}
