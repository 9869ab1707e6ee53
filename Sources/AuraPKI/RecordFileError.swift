/// Why a file of records, one a line, cannot be read or changed.
public enum RecordFileError: Error, Sendable, Equatable {
    /// The file itself.
    case file(FileError)
    /// A line that is no record; `line` counts from 1.
    case badLine(path: String, line: Int, found: String, expected: String)
    /// More records than the file may hold.
    case tooMany(path: String, limit: Int)
}

extension RecordFileError: CustomStringConvertible {
    /// The path, the line, what was found and what was expected.
    public var description: String {
        switch self {
        case .file(let error): error.description
        case .badLine(let path, let line, let found, let expected):
            "\(path):\(line): \"\(found)\" found, \"\(expected)\" expected"
        case .tooMany(let path, let limit): "\(path): more than \(limit) records"
        }
    }
}
