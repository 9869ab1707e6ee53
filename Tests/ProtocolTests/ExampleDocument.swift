import Foundation

/// The worked example in docs/PROTOCOL.md: fenced blocks that begin with "```example SECTION" and hold `name: hex` lines.
/// Hexadecimal that does not fit on its line goes on in indented lines.
struct ExampleDocument {
    /// The section of values that the example starts from; it is read and never rewritten.
    static let givenSection = "given"

    private static let fence = "```example "
    private static let width = 116

    private var lines: [String]

    init() throws {
        lines = try ProjectFiles.text(ProjectFiles.protocolDocument).components(separatedBy: "\n")
    }

    /// The names of the blocks, in order.
    var sections: [String] {
        lines.filter { $0.hasPrefix(Self.fence) }.map { String($0.dropFirst(Self.fence.count)) }
    }

    /// The values of a block in order; empty when there is no such block.
    func values(of section: String) -> [ExampleValue] {
        var values: [ExampleValue] = []
        var name = ""
        var digits = ""
        for line in lines[body(of: section)] + ["end:"] {
            if line.hasPrefix("  ") {
                digits += line.dropFirst(2)
                continue
            }
            if !name.isEmpty { values.append(ExampleValue(name, Hex.decode(digits) ?? [])) }
            let parts = line.split(separator: ":", maxSplits: 1).map(String.init)
            name = parts.first ?? ""
            digits = parts.count > 1 ? parts[1].trimmingCharacters(in: .whitespaces) : ""
        }
        return values
    }

    /// Puts `values` in the place of a block's lines.
    mutating func replace(_ section: String, with values: [ExampleValue]) {
        lines.replaceSubrange(body(of: section), with: values.flatMap(Self.lines))
    }

    func write() throws {
        try lines.joined(separator: "\n").write(to: ProjectFiles.protocolDocument, atomically: true, encoding: .utf8)
    }

    private func body(of section: String) -> Range<Int> {
        guard let opening = lines.firstIndex(of: Self.fence + section),
            let closing = lines[(opening + 1)...].firstIndex(of: "```")
        else { return 0..<0 }
        return (opening + 1)..<closing
    }

    private static func lines(of value: ExampleValue) -> [String] {
        let digits = Hex.encode(value.bytes)
        if value.name.count + 2 + digits.count <= width { return ["\(value.name): \(digits)"] }
        let starts = stride(from: 0, to: digits.count, by: width)
        return ["\(value.name):"] + starts.map { "  " + digits.dropFirst($0).prefix(width) }
    }
}

/// A named value of the worked example.
struct ExampleValue: Hashable, CustomStringConvertible {
    let name: String
    let bytes: [UInt8]

    init(_ name: String, _ bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
    }

    var description: String { "\(name): \(Hex.encode(bytes))" }
}
