internal import AuraConfig
internal import Logging

/// Where the node's log goes: standard error, as text for people or as JSON for programs.
enum LogOutput {
    static func logger(label: String, format: LogFormat, level: LogLevel) -> Logger {
        var logger = Logger(label: "aura.\(label)") { name in
            switch format {
            case .text: StreamLogHandler.standardError(label: name)
            case .json: JSONLogHandler(label: name)
            }
        }
        logger.logLevel = Logger.Level(rawValue: level.rawValue) ?? .info
        return logger
    }
}
