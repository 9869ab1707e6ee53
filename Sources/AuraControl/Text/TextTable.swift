/// Columns of text for a terminal. What does not fit the width is left out by whole columns, the least important first.
struct TextTable {
    /// One column, top to bottom.
    struct Column {
        let title: String
        var alignsRight = false
        /// Columns of rank 0 always stay; of the others the highest rank goes first.
        var rank = 0
        let cells: [(text: String, style: TextStyle)]

        init(
            _ title: String, alignsRight: Bool = false, rank: Int = 0, _ cells: [String],
            style: (Int) -> TextStyle = { _ in .plain }
        ) {
            self.title = title
            self.alignsRight = alignsRight
            self.rank = rank
            self.cells = cells.enumerated().map { ($1, style($0)) }
        }

        var width: Int { cells.reduce(title.count) { max($0, $1.text.count) } }
    }

    private static let gap = "  "

    let columns: [Column]
    let indent: Int

    /// The lines, the titles first unless all are empty.
    func lines(width: Int?, colour: Bool) -> [String] {
        let shown = fitting(width)
        var lines: [String] = []
        if shown.contains(where: { !$0.title.isEmpty }) {
            lines.append(line(shown.map { ($0, ($0.title, .strong)) }, colour))
        }
        for row in 0..<(shown.map(\.cells.count).min() ?? 0) {
            lines.append(line(shown.map { ($0, $0.cells[row]) }, colour))
        }
        return lines
    }

    private func fitting(_ width: Int?) -> [Column] {
        var shown = columns
        guard let width else { return shown }
        while total(shown) > width, let last = shown.indices.max(by: { shown[$0].rank < shown[$1].rank }) {
            guard shown[last].rank > 0 else { break }
            shown.remove(at: last)
        }
        return shown
    }

    private func total(_ shown: [Column]) -> Int {
        shown.reduce(indent - Self.gap.count) { $0 + $1.width + Self.gap.count }
    }

    private func line(_ cells: [(Column, (text: String, style: TextStyle))], _ colour: Bool) -> String {
        var line = String(repeating: " ", count: indent)
        for (index, (column, cell)) in cells.enumerated() {
            let blank = String(repeating: " ", count: column.width - cell.text.count)
            let text = colour ? cell.style.apply(to: cell.text) : cell.text
            let isLast = index == cells.count - 1
            line += column.alignsRight ? blank + text : text + (isLast ? "" : blank)
            if !isLast { line += Self.gap }
        }
        return line.trimmedAtEnd
    }
}

extension String {
    /// Without blanks at the end, which a cell that is empty would leave.
    fileprivate var trimmedAtEnd: String {
        var text = self[...]
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
