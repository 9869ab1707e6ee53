/// The results, in columns.
struct ResultTable {
    let results: [DemoResult]

    var text: String {
        let rule = "+" + widths.map { String(repeating: "-", count: $0 + 2) }.joined(separator: "+") + "+"
        return ([rule, line(["what", "result", ""]), rule] + rows.map(line) + [rule]).joined(separator: "\n")
    }

    private var rows: [[String]] { results.map { [$0.what, $0.outcome, $0.isGood ? "ok" : "FAILED"] } }

    private var widths: [Int] {
        (0..<3).map { column in rows.map { $0[column].count }.max().map { max($0, 6) } ?? 6 }
    }

    private func line(_ cells: [String]) -> String {
        let padded = zip(cells, widths).map { " \($0)\(String(repeating: " ", count: $1 - $0.count)) " }
        return "|" + padded.joined(separator: "|") + "|"
    }
}
