internal import Crypto
internal import Foundation

/// Knows which first messages were answered, so that a recorded one gets no answer (PROTOCOL.md, "Message 1").
///
/// Only what is answered is remembered: a message that was dropped costs no memory and may come again. Those answered
/// with a handshake are remembered for as long as their time would be accepted. Those that were only asked for a cookie
/// have a memory of their own, which forgets the oldest when it is full, so that a flood of them shuts nobody out.
package struct ReplayFilter: Sendable {
    /// What a first message deserves.
    package enum Verdict: Sendable {
        case fresh, replayed, outOfTime
    }

    /// Stands for a message's bytes.
    package struct Digest: Hashable, Sendable {
        private let bits: UInt128

        package init(_ message: [UInt8]) {
            bits = SHA256.hash(data: message).prefix(16).reduce(0) { $0 << 8 | UInt128($1) }
        }
    }

    private let tolerance: UInt64
    private let capacity: Int
    private let cookieCapacity: Int
    private let start: (now: ContinuousClock.Instant, wall: WallTime)
    private var turned: ContinuousClock.Instant
    private var answered = Generations<Set<Digest>>(recent: [], older: [])
    /// The highest attempt of each message that was asked for a cookie: its sender may not have heard us.
    private var asked = Generations<[Digest: UInt8]>(recent: [:], older: [:])

    private struct Generations<Memory: Sendable>: Sendable {
        var recent: Memory
        var older: Memory
    }

    /// - Parameters:
    ///   - tolerance: how far a message's time may be from ours, in milliseconds.
    ///   - capacity: answered messages remembered in each of two generations.
    ///   - cookieCapacity: messages that were asked for a cookie, likewise.
    ///   - now: when the process began. Earlier messages may have been answered by the process before, which has taken
    ///     its memory with it.
    package init(
        tolerance: UInt64, capacity: Int, cookieCapacity: Int, now: ContinuousClock.Instant, wall: WallTime
    ) {
        self.tolerance = tolerance
        self.capacity = capacity
        self.cookieCapacity = cookieCapacity
        start = (now, wall)
        turned = now
    }

    /// Messages remembered.
    package var count: Int {
        answered.recent.count + answered.older.count + asked.recent.count + asked.older.count
    }

    /// Judges a first message by its time and its bytes.
    package mutating func judge(
        _ digest: Digest, attempt: UInt8, timestamp: UInt64, now: ContinuousClock.Instant, wall: WallTime
    ) -> Verdict {
        turn(now)
        let distance = max(timestamp, wall.milliseconds) - min(timestamp, wall.milliseconds)
        guard distance <= tolerance, timestamp >= startAsOf(now, wall) else { return .outOfTime }
        guard !answered.recent.contains(digest), !answered.older.contains(digest) else { return .replayed }
        if let last = asked.recent[digest] ?? asked.older[digest], attempt <= last { return .replayed }
        return .fresh
    }

    /// Remembers a message that will be answered with a handshake; false when there is no room.
    package mutating func noteAnswered(_ digest: Digest) -> Bool {
        guard answered.recent.count < capacity else { return false }
        answered.recent.insert(digest)
        return true
    }

    /// Remembers a message that will be asked for a cookie.
    package mutating func noteAsked(_ digest: Digest, attempt: UInt8) {
        if asked.recent.count >= cookieCapacity { asked = Generations(recent: [:], older: asked.recent) }
        asked.recent[digest] = attempt
    }

    /// The time of our start by the clock as it goes now: it may have been set since.
    private func startAsOf(_ now: ContinuousClock.Instant, _ wall: WallTime) -> UInt64 {
        let step = wall.milliseconds &- start.wall.milliseconds &- Self.milliseconds(now - start.now)
        let moved = start.wall.milliseconds &+ step
        return moved <= wall.milliseconds ? moved : 0
    }

    /// A generation lasts for twice the tolerance: a message dated ahead by all of it is remembered until it is too old.
    private mutating func turn(_ now: ContinuousClock.Instant) {
        let age = Self.milliseconds(now - turned)
        guard age >= 2 * tolerance else { return }
        let isOld = age >= 4 * tolerance
        answered = Generations(recent: [], older: isOld ? [] : answered.recent)
        asked = Generations(recent: [:], older: isOld ? [:] : asked.recent)
        turned = now
    }

    private static func milliseconds(_ duration: Duration) -> UInt64 {
        UInt64(max(0, duration / .milliseconds(1)))
    }
}
