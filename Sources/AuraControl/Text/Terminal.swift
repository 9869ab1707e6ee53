import Foundation

/// What standard output is connected to.
public struct Terminal: Sendable {
    /// Columns; nil when it is no terminal or does not say.
    public let width: Int?
    /// Rows; nil when it is no terminal or does not say.
    public let height: Int?
    /// Whether it is a terminal.
    public let isTerminal: Bool
    /// Whether to colour: only on a terminal, and never when `NO_COLOR` is set to something (no-color.org) or the
    /// terminal is `dumb`.
    public let wantsColour: Bool

    /// Looks at standard output as it is now; the size may change any time.
    public static func current() -> Terminal {
        let isTerminal = isatty(STDOUT_FILENO) == 1
        var size = winsize()
        let known = isTerminal && ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0
        return Terminal(
            width: known && size.ws_col > 0 ? Int(size.ws_col) : nil,
            height: known && size.ws_row > 0 ? Int(size.ws_row) : nil,
            isTerminal: isTerminal,
            wantsColour: isTerminal && allowsColour(ProcessInfo.processInfo.environment))
    }

    /// Whether the environment lets a terminal be coloured.
    public static func allowsColour(_ environment: [String: String]) -> Bool {
        environment["NO_COLOR", default: ""].isEmpty && environment["TERM"] != "dumb"
    }
}
