/// The text of a configuration file. It holds secrets, so neither printing nor dumping it shows the text.
public struct ConfigurationText: Sendable {
    /// The file's path as it was given; other paths in the file are relative to its directory.
    public let path: String
    /// The bytes, not yet checked.
    let bytes: [UInt8]

    /// Takes a text that is already in memory. `path` is what problems name.
    public init(_ text: String, path: String) {
        self.path = path
        bytes = Array(text.utf8)
    }

    /// Takes bytes that are already in memory. `path` is what problems name.
    public init(bytes: [UInt8], path: String) {
        self.path = path
        self.bytes = bytes
    }

    /// Reads a file once. Refused are files of more than ``ConfigurationLimits/maximumFileBytes``, files that are not
    /// regular, and files that their group or others can read.
    public init(readingFile path: String) throws(ConfigurationError) {
        let reading = PrivateFile.read(path, limit: ConfigurationLimits.maximumFileBytes)
        if let error = ConfigurationError(reading.problems) { throw error }
        self.init(bytes: reading.bytes ?? [], path: path)
    }

    /// The directory that relative paths start from.
    var directory: String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}

extension ConfigurationText: CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    /// The path and the size, never the text.
    public var description: String { "\(path) (\(bytes.count) bytes)" }

    /// As ``description``.
    public var debugDescription: String { description }

    /// Shows the path only.
    public var customMirror: Mirror { Mirror(self, children: ["path": path]) }
}
