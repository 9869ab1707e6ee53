import AuraBenchKit
import AuraLab
import Glibc

/// What the VPN's own processes have used. What the kernel does for them in threads of its own is not theirs.
extension Path {
    /// Time of the processors that they have spent, user and system, at both ends together.
    func processorSeconds() throws -> Double {
        let ticks = try processes.map { try Self.read("stat", of: $0, as: ProcessText.ticks) }.reduce(0, +)
        return Double(ticks) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// The most memory that the larger of them ever had in RAM, in bytes; `nil` without any.
    func peakMemory() throws -> UInt64? {
        try processes.map { try Self.read("status", of: $0, as: ProcessText.peakMemory) }.max()
    }

    private static func read(
        _ file: String, of process: Daemon, as reading: (String) -> UInt64?
    ) throws -> UInt64 {
        let path = "/proc/\(process.pid)/\(file)"
        let text = Files.text(path)
        guard process.isRunning, let value = reading(text) else {
            throw LabError.unreadable("\(path) of \(process.name)", found: text.isEmpty ? process.log : text)
        }
        return value
    }
}
