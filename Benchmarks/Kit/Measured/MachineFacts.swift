internal import Foundation

/// What the numbers were measured on.
public struct MachineFacts: Codable, Sendable {
    /// The model that the kernel names.
    public let processor: String
    /// How many processors are online.
    public let cores: Int
    /// Name and version.
    public let kernel: String
    /// The distribution.
    public let system: String
    /// All RAM, in bytes.
    public let memoryBytes: UInt64
    /// How many processes wanted to run, on the average of the minute before the start. Well under 1 is good.
    public let loadAtStart: Double
    /// How TCP of this machine adapts to the path, inside and outside tunnels.
    public let tcpCongestionControl: String
    /// Versions of the tools that measure.
    public let tools: [String: String]

    /// - Parameters:
    ///   - read: Gives the text of a file, empty when there is none.
    ///   - kernel: What `uname -sr` says.
    ///   - tools: Versions by name.
    public init(reading read: (String) -> String, kernel: String, tools: [String: String]) {
        processor = Self.field("model name", in: read("/proc/cpuinfo"), separator: ":") ?? "unknown"
        cores = ProcessInfo.processInfo.activeProcessorCount
        self.kernel = kernel
        system = Self.field("PRETTY_NAME", in: read("/etc/os-release"), separator: "=") ?? "unknown"
        memoryBytes = ProcessInfo.processInfo.physicalMemory
        loadAtStart = read("/proc/loadavg").split(separator: " ").first.flatMap { Double($0) } ?? 0
        tcpCongestionControl = read("/proc/sys/net/ipv4/tcp_congestion_control")
            .trimmingCharacters(in: .whitespacesAndNewlines)
        self.tools = tools
    }

    private static func field(_ name: String, in text: String, separator: Character) -> String? {
        text.split(separator: "\n").lazy.map { $0.split(separator: separator, maxSplits: 1) }
            .first { $0.count == 2 && $0[0].trimmingCharacters(in: .whitespaces) == name }
            .map { $0[1].trimmingCharacters(in: CharacterSet(charactersIn: "\" \t")) }
    }
}
