/// A path from a configuration file: as written, and as it is used.
public struct ConfiguredPath: Hashable, Sendable, CustomStringConvertible {
    /// The path as the file has it; rendering writes this.
    public let written: String
    /// The path to use: absolute paths as they are, others under the directory of the file.
    public let resolved: String

    /// Takes a path of a file that lies in `directory`; `nil` when it is empty, longer than
    /// ``ConfigurationLimits/maximumPathBytes`` or has control characters.
    public init?(_ written: String, in directory: String) {
        guard (1...ConfigurationLimits.maximumPathBytes).contains(written.utf8.count),
            written.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f })
        else { return nil }
        self.written = written
        resolved = Self.join(directory, written)
    }

    /// A known absolute path.
    init(absolute path: String) {
        (written, resolved) = (path, path)
    }

    /// The path to use.
    public var description: String { resolved }

    private static func join(_ directory: String, _ path: String) -> String {
        if path.hasPrefix("/") || directory.isEmpty { return path }
        return directory.hasSuffix("/") ? directory + path : directory + "/" + path
    }
}
