import AuraBenchKit
import AuraLab
import Foundation

/// The file that `--json` writes. Keys are only added within one schema version.
struct SwarmReport: Codable, Sendable {
    static let currentSchemaVersion = 1

    let schemaVersion: Int
    let takenAt: Date
    let machine: MachineFacts
    let targets: [SwarmTarget]
    let results: SwarmResults

    init(_ results: SwarmResults, takenAt: Date, on machine: MachineFacts) {
        schemaVersion = Self.currentSchemaVersion
        self.takenAt = takenAt
        self.machine = machine
        self.results = results
        targets = SwarmTarget.all(results)
    }

    func write(to path: String) throws {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.dateEncodingStrategy = .iso8601
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        try encoder.encode(self).write(to: URL(fileURLWithPath: path), options: .atomic)
    }
}

extension MachineFacts {
    /// Looks around on this machine.
    static func gather() async throws -> MachineFacts {
        let kernel = try await Command.check(["uname", "-sr"]).trimmingCharacters(in: .whitespacesAndNewlines)
        let aura = try await Command.check([try BuiltProgram.aura(), "--version"])
        return MachineFacts(
            reading: { path in
                FileManager.default.contents(atPath: path).map { String(decoding: $0, as: UTF8.self) } ?? ""
            }, kernel: kernel, tools: ["aura": aura.trimmingCharacters(in: .whitespacesAndNewlines)])
    }
}
