import Foundation

/// One section of docs/PROTOCOL.md.
struct DocumentSection {
    let text: String

    /// The section of a title, with its subsections; throws when there is none.
    init(_ title: String) throws {
        let lines = try ProjectFiles.text(ProjectFiles.protocolDocument).components(separatedBy: "\n")
        guard let start = lines.firstIndex(where: { Self.title(of: $0)?.text == title }),
            let level = Self.title(of: lines[start])?.level
        else { throw ExampleError("section \(title)") }
        let rest = lines[(start + 1)...]
        let end = rest.firstIndex { Self.title(of: $0).map { $0.level <= level } ?? false } ?? lines.endIndex
        text = lines[start..<end].joined(separator: "\n")
    }

    /// All titles.
    static func headings() throws -> [String] {
        try ProjectFiles.text(ProjectFiles.protocolDocument).components(separatedBy: "\n").compactMap {
            title(of: $0)?.text
        }
    }

    /// The second column of each table row by its first, which is a name in backquotes.
    var rows: [String: String] {
        var rows: [String: String] = [:]
        for line in text.components(separatedBy: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            if cells.count >= 2 { rows[cells[0].trimmingCharacters(in: ["`"])] = cells[1] }
        }
        return rows
    }

    private static func title(of line: String) -> (level: Int, text: String)? {
        let level = line.prefix { $0 == "#" }.count
        return level > 0 && line.dropFirst(level).hasPrefix(" ") ? (level, String(line.dropFirst(level + 1))) : nil
    }
}
