/// A table in Markdown: the first column is text, the others are numbers.
struct MarkdownTable {
    let head: [String]
    let rows: [[String]]

    var text: String {
        let rule = head.indices.map { $0 == 0 ? "---" : "---:" }
        return ([head, rule] + rows).map { "| " + $0.map(Self.escaped).joined(separator: " | ") + " |" }
            .joined(separator: "\n")
    }

    private static func escaped(_ cell: String) -> String {
        cell.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
