/// Remembers which counters have been seen (RFC 6479, sliding window over a ring of words).
public struct ReplayWindow: ~Copyable, Sendable {
    private static var wordCount: Int { 256 }

    /// Counters behind the newest that are still told apart; older ones are refused.
    public static var size: UInt64 { UInt64(wordCount - 1) * 64 }

    private var words = [UInt64](repeating: 0, count: Self.wordCount)
    /// The newest counter seen plus one; 0 when none was.
    private var next: UInt64 = 0

    /// An empty window.
    public init() {}

    /// True when `counter` has not been accepted and is not too old. Changes nothing: use it before authenticating.
    public func isFresh(_ counter: UInt64) -> Bool {
        if counter >= next { return true }
        guard next - counter <= Self.size else { return false }
        return words[Self.word(counter)] & Self.bit(counter) == 0
    }

    /// Accepts `counter`, which has been authenticated; false when it is not fresh.
    public mutating func accept(_ counter: UInt64) -> Bool {
        guard counter < .max, isFresh(counter) else { return false }
        if counter >= next { advance(to: counter) }
        words[Self.word(counter)] |= Self.bit(counter)
        return true
    }

    /// True when `counter` would be the newest.
    public func isNewest(_ counter: UInt64) -> Bool { counter >= next }

    /// Clears the words between the newest counter's and `counter`'s.
    private mutating func advance(to counter: UInt64) {
        let last = next == 0 ? 0 : (next - 1) / 64
        let steps = min(counter / 64 - last, UInt64(Self.wordCount))
        for step in 0..<steps { words[Int(truncatingIfNeeded: (counter / 64 - step) % UInt64(Self.wordCount))] = 0 }
        next = counter + 1
    }

    private static func word(_ counter: UInt64) -> Int {
        Int(truncatingIfNeeded: counter / 64 % UInt64(wordCount))
    }

    private static func bit(_ counter: UInt64) -> UInt64 { 1 << (counter % 64) }
}
