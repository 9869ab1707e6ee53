/// Why a file cannot be read or written. Says the path and what to do, never what the file holds.
public enum FileError: Error, Sendable, Equatable {
    /// There is no file at the path.
    case missing(path: String)
    /// There is a file at the path that must not be overwritten.
    case exists(path: String)
    /// The path is of a directory, a device or the like.
    case notRegular(path: String)
    /// A secret file that group or others may read, write or execute; `mode` is its permission bits.
    case exposed(path: String, mode: UInt32)
    /// The file is larger than what is read.
    case tooLarge(path: String, limit: Int)
    /// The file is not text in UTF-8.
    case notUTF8(path: String)
    /// The system refused an operation with `code` (an `errno`).
    case system(operation: String, path: String, code: Int32)
}

extension FileError: CustomStringConvertible {
    /// The path, what is wrong with it and, where there is a way, how to mend it.
    public var description: String {
        switch self {
        case .missing(let path): "\(path): no such file"
        case .exists(let path): "\(path): exists already and is not overwritten"
        case .notRegular(let path): "\(path): not a regular file"
        case .exposed(let path, let mode):
            "\(path): mode \(Self.octal(mode)) lets others at a secret, 0600 expected; run: chmod 600 \(path)"
        case .tooLarge(let path, let limit): "\(path): larger than \(limit) bytes"
        case .notUTF8(let path): "\(path): not text in UTF-8"
        case .system(let operation, let path, let code):
            "\(path): cannot \(operation): \(SystemCall.message(code)) (errno \(code))"
        }
    }

    private static func octal(_ mode: UInt32) -> String {
        let digits = String(mode, radix: 8)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
