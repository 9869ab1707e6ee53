/// Reads what Linux says about a process in `/proc` (proc(5)).
public enum ProcessText {
    /// Clock ticks that all threads of a process have spent in user and system mode, those that have ended included.
    /// - Parameter stat: `/proc/PID/stat`.
    public static func ticks(stat: String) -> UInt64? {
        // The second field is the program's name in brackets, in which anything may stand; after it come numbers.
        guard let name = stat.lastIndex(of: ")") else { return nil }
        let fields = stat[stat.index(after: name)...].split(separator: " ")
        guard fields.count > 12, let user = UInt64(fields[11]), let system = UInt64(fields[12]) else { return nil }
        return user &+ system
    }

    /// The most memory that a process ever had in RAM, in bytes.
    /// - Parameter status: `/proc/PID/status`.
    public static func peakMemory(status: String) -> UInt64? {
        guard let line = status.split(separator: "\n").first(where: { $0.hasPrefix("VmHWM:") }) else { return nil }
        let words = line.split(whereSeparator: \.isWhitespace)
        guard words.count == 3, words[2] == "kB", let kibibytes = UInt64(words[1]) else { return nil }
        return kibibytes &* 1024
    }
}
