import Foundation

/// The file that `--json` writes. Keys are only added within one schema version.
struct MicroReport: Codable {
    struct Row: Codable {
        let name: String
        let nanosecondsEach: Double
        let allocations: UInt64
        let referencesEach: Double
        let beside: String?
        let ratio: Double?
        let ratioLimit: Double?
        let misses: [String]
    }

    /// Goes up when a key changes its meaning or goes away.
    var schemaVersion = 1
    /// Whether allocations and references could be counted here.
    let countsAllocations: Bool
    let countsReferences: Bool
    let rows: [Row]

    init(_ measured: [Measured], countsAllocations: Bool, countsReferences: Bool) {
        self.countsAllocations = countsAllocations
        self.countsReferences = countsReferences
        rows = measured.map { result in
            Row(
                name: result.gate.name, nanosecondsEach: result.nanosecondsEach, allocations: result.cost.allocations,
                referencesEach: result.referencesEach, beside: result.gate.beside?.name, ratio: result.ratio,
                ratioLimit: result.gate.ratioLimit, misses: result.misses(countingReferences: countsReferences))
        }
    }

    /// As JSON text with names in snake case.
    func json() throws -> Data {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return try encoder.encode(self)
    }

    /// As a table in Markdown.
    var table: String {
        let head = ["", "ns each", "allocations", "references each", "beside", "ratio", "at most", "ok?"]
        let lines = rows.map { row in
            [
                row.name, Self.text(row.nanosecondsEach, 1), "\(row.allocations)", Self.text(row.referencesEach, 2),
                row.beside ?? "-", row.ratio.map { Self.text($0, 2) } ?? "-",
                row.ratioLimit.map { Self.text($0, 2) } ?? "-",
                row.misses.isEmpty ? "yes" : "**no: \(row.misses.joined(separator: ", "))**",
            ]
        }
        let rule = head.indices.map { $0 == 0 || $0 == 4 || $0 == 7 ? "---" : "---:" }
        return ([head, rule] + lines).map { "| " + $0.joined(separator: " | ") + " |" }.joined(separator: "\n")
    }

    private static func text(_ value: Double, _ digits: Int) -> String { String(format: "%.\(digits)f", value) }
}
