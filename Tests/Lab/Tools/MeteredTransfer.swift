/// What a ``MeteredDownload`` saw.
public struct MeteredTransfer: Sendable, Decodable {
    /// A time of at least 100 ms in which no byte came.
    public struct Pause: Sendable, Decodable, CustomStringConvertible {
        /// When the last byte before it came.
        public let start: Moment
        /// When the first byte after it came.
        public let end: Moment

        /// How long it was.
        public var duration: Duration { end - start }
        /// For messages.
        public var description: String { "\(duration) from \(start)" }
    }

    /// Bytes of the body.
    public let bytes: Int
    /// SHA-256 of the body as it arrived.
    public let sha256: String
    /// When the head of the answer had come.
    public let start: Moment
    /// When the last byte came.
    public let end: Moment
    /// All pauses, in order.
    public let pauses: [Pause]

    /// The pauses that were not over at `start` and had begun before `end`.
    public func pauses(from start: Moment, to end: Moment? = nil) -> [Pause] {
        pauses.filter { pause in pause.end > start && end.map { pause.start < $0 } ?? true }
    }

    /// The longest of those; zero without any.
    public func longestPause(from start: Moment, to end: Moment? = nil) -> Duration {
        pauses(from: start, to: end).map(\.duration).max() ?? .zero
    }
}

extension Moment: Decodable {
    /// Reads seconds.
    public init(from decoder: any Decoder) throws {
        self.init(seconds: try decoder.singleValueContainer().decode(Double.self))
    }
}
