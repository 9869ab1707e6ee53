/// Shows a text again and again: in place on a terminal, one after the other elsewhere.
///
/// It neither hides the cursor nor takes another screen, so that nothing has to be put back when the user ends it with
/// an interrupt.
public struct WatchScreen: Sendable {
    private static let home = "\u{1B}[H"
    private static let clearScreen = "\u{1B}[2J"
    private static let clearLineEnd = "\u{1B}[K"
    private static let clearBelow = "\u{1B}[J"

    private let isTerminal: Bool
    private var isFirst = true

    /// A screen; on what is no terminal it writes no escape sequences at all.
    public init(isTerminal: Bool) {
        self.isTerminal = isTerminal
    }

    /// What to write so that the text is shown. Lines beyond the height (in rows; nil for no limit) are cut, with a
    /// last line that says so.
    public mutating func frame(_ text: String, height: Int? = nil) -> String {
        defer { isFirst = false }
        guard isTerminal else { return isFirst ? text : "\n" + text }
        let start = isFirst ? Self.clearScreen + Self.home : Self.home
        let lines = Self.cut(text.split(separator: "\n", omittingEmptySubsequences: false).dropLast(), to: height)
        return start + lines.map { "\($0)\(Self.clearLineEnd)\n" }.joined() + Self.clearBelow
    }

    /// One row stays free for the cursor after the last line end.
    private static func cut(_ lines: ArraySlice<Substring>, to height: Int?) -> [Substring] {
        guard let height, lines.count > height - 1, height > 2 else { return Array(lines) }
        let kept = lines.prefix(height - 2)
        return kept + ["... \(lines.count - kept.count) more lines"]
    }
}
