import Synchronization

/// What has happened to all clients so far.
final class SwarmTally: Sendable {
    /// Sessions made.
    let established = Atomic<Int>(0)
    /// Sessions that go on with new keys.
    let rekeyed = Atomic<Int>(0)
    /// Searches for a path that began although there was a session: something had gone unanswered.
    let doubts = Atomic<Int>(0)
    private let troubles = Mutex<[String: Int]>([:])
    private let losses = Mutex<[String: Int]>([:])

    /// Notes a session that ended though nobody wanted it to.
    func lost(_ reason: String) { losses.withLock { $0[reason, default: 0] += 1 } }

    /// Notes something that failed and was tried again.
    func trouble(_ reason: String) { troubles.withLock { $0[reason, default: 0] += 1 } }

    /// Handshakes that were finished so far.
    var handshakes: Int { established.load(ordering: .relaxed) + rekeyed.load(ordering: .relaxed) }

    /// Sessions lost so far.
    var lostCount: Int { losses.withLock { $0.values.reduce(0, +) } }

    /// What failed and why, for people; empty when nothing did.
    var remarks: [String] {
        let (lost, failed) = (losses.withLock { $0 }, troubles.withLock { $0 })
        return (lost.map { "\($1) sessions lost: \($0)" } + failed.map { "\($1) times: \($0)" }).sorted()
    }
}
