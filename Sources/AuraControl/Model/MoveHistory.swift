/// Keeps the newest moves and counts all of them, in bounded memory.
public struct MoveHistory: Hashable, Sendable {
    /// The most moves that are kept.
    public static let capacity = 16

    /// The most reasons that are counted apart; any further one is counted as ``otherReason``.
    public static let maximumReasons = 32

    /// What moves are counted as whose reason comes after ``maximumReasons`` others.
    public static let otherReason = "other"

    /// The newest moves, the oldest first; at most ``capacity``.
    public private(set) var recent: [MoveStatus] = []
    /// All moves, by reason.
    public private(set) var counts: [String: UInt64] = [:]

    /// No moves.
    public init() {}

    /// Adds a move.
    public mutating func record(_ move: MoveStatus) {
        recent.append(move)
        if recent.count > Self.capacity { recent.removeFirst() }
        let isRoomLeft = counts.count < Self.maximumReasons || counts[move.reason] != nil
        counts[isRoomLeft ? move.reason : Self.otherReason, default: 0] += 1
    }
}
