import AuraLab
import Foundation

/// Reads what the server costs, from outside of it.
struct ServerGauge: Sendable {
    let pid: Int32

    /// Memory in RAM, in bytes.
    struct Memory: Codable, Sendable {
        /// All of it.
        var resident = 0
        /// The same with shared pages divided among those who share them.
        var proportional = 0
    }

    /// Processor time so far, user and system, in seconds.
    func processorSeconds() throws -> Double {
        let text = try read("stat")
        // After the name, which may hold anything, fields 3 and on; user and system time are 14 and 15.
        let fields = text[(text.lastIndex(of: ")") ?? text.startIndex)...].split(separator: " ").dropFirst()
        let times = fields.dropFirst(11).prefix(2).compactMap { Double($0) }
        guard times.count == 2 else { throw LabError.unreadable("/proc/\(pid)/stat", found: text) }
        return times.reduce(0, +) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Memory now.
    func memory() throws -> Memory {
        let text = try read("smaps_rollup")
        guard let resident = kibibytes("Rss:", in: text), let proportional = kibibytes("Pss:", in: text) else {
            throw LabError.unreadable("/proc/\(pid)/smaps_rollup", found: text)
        }
        return Memory(resident: resident * 1024, proportional: proportional * 1024)
    }

    private func read(_ file: String) throws -> String {
        guard let data = FileManager.default.contents(atPath: "/proc/\(pid)/\(file)"), !data.isEmpty else {
            throw LabError.missing("/proc/\(pid)/\(file)", advice: "the server has ended")
        }
        return String(decoding: data, as: UTF8.self)
    }

    private func kibibytes(_ name: String, in text: String) -> Int? {
        text.split(separator: "\n").first { $0.hasPrefix(name) }
            .flatMap { $0.split(separator: " ").dropFirst().first }.flatMap { Int($0) }
    }
}
