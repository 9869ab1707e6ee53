/// What is logged and how.
public struct LogSettings: Hashable, Sendable {
    /// The least severe messages that are written.
    public var level: LogLevel
    /// The form of a line.
    public var format: LogFormat

    /// Makes settings; without arguments, the defaults.
    public init(level: LogLevel = .info, format: LogFormat = .text) {
        self.level = level
        self.format = format
    }
}

/// How severe a message is, from least to most; the names are those of swift-log.
public enum LogLevel: String, CaseIterable, Sendable, Codable, Hashable {
    case trace, debug, info, notice, warning, error, critical
}

/// The form of a log line.
public enum LogFormat: String, CaseIterable, Sendable, Codable, Hashable {
    /// For people.
    case text
    /// One JSON object a line.
    case json
}
