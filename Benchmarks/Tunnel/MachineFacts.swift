import AuraLab
import Foundation

/// What the numbers were measured on.
struct MachineFacts: Codable, Sendable {
    let cores: Int
    let processor: String
    let kernel: String
    let system: String
    let memoryBytes: UInt64

    static func gather() async throws -> MachineFacts {
        MachineFacts(
            cores: ProcessInfo.processInfo.activeProcessorCount,
            processor: field("model name", in: "/proc/cpuinfo", separator: ":") ?? "unknown",
            kernel: try await Path.firstLine(["uname", "-sr"]),
            system: field("PRETTY_NAME", in: "/etc/os-release", separator: "=") ?? "unknown",
            memoryBytes: ProcessInfo.processInfo.physicalMemory)
    }

    private static func field(_ name: String, in file: String, separator: Character) -> String? {
        let text = FileManager.default.contents(atPath: file).map { String(decoding: $0, as: UTF8.self) } ?? ""
        return text.split(separator: "\n").lazy.map { $0.split(separator: separator, maxSplits: 1) }
            .first { $0.count == 2 && $0[0].trimmingCharacters(in: .whitespaces) == name }
            .map { $0[1].trimmingCharacters(in: CharacterSet(charactersIn: "\" ")) }
    }
}
