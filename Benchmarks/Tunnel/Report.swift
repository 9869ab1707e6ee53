import Foundation

/// The file that `--json` writes. Keys are only added within one schema version.
struct Report: Codable, Sendable {
    static let currentSchemaVersion = 1

    struct Measured: Codable, Sendable {
        let name: String
        let version: String
        /// Medians by metric.
        let medians: [String: Double]
    }

    let schemaVersion: Int
    let takenAt: Date
    let runs: Int
    let secondsEach: Int
    let machine: MachineFacts
    let peers: [Measured]
    let samples: [Sample]

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}
