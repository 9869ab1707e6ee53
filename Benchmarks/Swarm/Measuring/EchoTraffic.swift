import Foundation
import Glibc
import Synchronization

/// Pings at an even pace, from each of some clients in turn.
struct EchoTraffic: Sendable {
    /// Who sends.
    let clients: [SwarmClient]
    /// Pings a second, of all together.
    let rate: Double
    /// How long.
    let duration: Duration

    /// What came of it.
    struct Outcome: Codable, Sendable {
        var sent = 0
        var answered = 0
        /// Pings that were due while their client had no session.
        var unsendable = 0
        var seconds = 0.0

        var lost: Int { max(0, sent - answered) }
    }

    /// How long late answers are waited for.
    private static let patience = Duration.seconds(2)
    /// A pause of this thread longer than this is not made up for: a burst is no even pace.
    private static let longestBacklog = Duration.milliseconds(50)

    /// Sends, and waits for the answers. Ends early when the task is cancelled.
    func run() async throws -> Outcome {
        let before = answers
        var outcome = try await sendAll()
        let end = ContinuousClock.now + Self.patience
        while answers - before < outcome.sent, .now < end { try await Task.sleep(for: .milliseconds(20)) }
        outcome.answered = answers - before
        return outcome
    }

    private var answers: Int { clients.reduce(0) { $0 + $1.answers.load(ordering: .relaxed) } }

    private func sendAll() async throws -> Outcome {
        let stop = StopSign()
        let outcome = await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                Thread { continuation.resume(returning: sendEvenly(until: stop)) }.start()
            }
        } onCancel: {
            stop.raise()
        }
        try Task.checkCancellation()
        return outcome
    }

    private func sendEvenly(until stop: StopSign) -> Outcome {
        var sender = EchoSender()
        var outcome = Outcome()
        let start = ContinuousClock.now
        let interval = Duration.seconds(1 / rate)
        var (due, turn) = (start, 0)
        while due - start < duration, !stop.isRaised {
            let now = ContinuousClock.now
            if due > now { usleep(UInt32((due - now) / .microseconds(1))) }
            if now - due > Self.longestBacklog { due = now }
            let isSent = sender.send(through: clients[turn % clients.count])
            outcome.sent += isSent ? 1 : 0
            outcome.unsendable += isSent ? 0 : 1
            turn += 1
            due += interval
        }
        outcome.seconds = (ContinuousClock.now - start) / .seconds(1)
        return outcome
    }

}

/// Tells a thread to stop.
final class StopSign: Sendable {
    private let flag = Atomic<Bool>(false)

    /// True from ``raise()`` on.
    var isRaised: Bool { flag.load(ordering: .relaxed) }

    /// Asks to stop.
    func raise() { flag.store(true, ordering: .relaxed) }
}
