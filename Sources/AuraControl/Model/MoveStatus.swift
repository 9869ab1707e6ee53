/// A client's session went from one link to another.
public struct MoveStatus: Codable, Hashable, Sendable {
    /// When it was, in Unix seconds.
    public var atUnix: Int64
    /// The transport before: `udp`, `tcp` or `quic`; the same as ``to`` when only the address changed.
    public var from: String
    /// The transport after.
    public var to: String
    /// Why, in one word, such as `silence`.
    public var reason: String
    /// The time without packets from the server around the move, in milliseconds; nil when that was not measured.
    public var gapMs: Double?

    /// Describes a move.
    public init(atUnix: Int64, from: String, to: String, reason: String, gapMs: Double? = nil) {
        self.atUnix = atUnix
        self.from = from
        self.to = to
        self.reason = reason
        self.gapMs = gapMs.finite
    }

    enum CodingKeys: String, CodingKey {
        case atUnix = "at_unix"
        case from
        case to
        case reason
        case gapMs = "gap_ms"
    }
}
