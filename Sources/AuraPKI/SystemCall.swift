#if canImport(Glibc)
    // `struct stat` counts as a member of whichever of these C modules the compiler met first.
    internal import CDispatch
    internal import CoreFoundation
    internal import Glibc
#else
    internal import Darwin
#endif

/// The one place where this module calls the system: retries what a signal interrupted, and turns `errno` into errors.
enum SystemCall {
    static func check<Result: SignedInteger>(
        _ operation: String, _ path: String, _ call: () -> Result
    ) throws(FileError) -> Result {
        while true {
            let result = call()
            if result >= 0 { return result }
            let code = errno
            if code != EINTR { throw error(operation, path, code) }
        }
    }

    static func message(_ code: Int32) -> String {
        // Sound: `strerror` returns a C string that stays until the next call, and it is copied at once.
        strerror(code).map { String(cString: $0) } ?? "unknown error"
    }

    private static func error(_ operation: String, _ path: String, _ code: Int32) -> FileError {
        switch code {
        case ENOENT: .missing(path: path)
        case EEXIST: .exists(path: path)
        default: .system(operation: operation, path: path, code: code)
        }
    }
}

extension SystemCall {
    static func makeDirectory(_ path: String, mode: UInt32) throws(FileError) {
        _ = try check("make the directory", path) { mkdir(path, mode_t(truncatingIfNeeded: mode)) }
    }

    static func isDirectory(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && UInt32(status.st_mode) & FileType.mask == FileType.directory
    }

    static func move(_ path: String, to target: String) throws(FileError) {
        _ = try check("rename to", target) { rename(path, target) }
    }

    /// Gives the file a second name; unlike a rename it fails when there is one of that name.
    static func addName(_ target: String, to path: String) throws(FileError) {
        _ = try check("link to", target) { link(path, target) }
    }

    static func remove(_ path: String) { unlink(path) }
}

/// The file types in `st_mode`, which are the same on Linux and Darwin.
enum FileType {
    static let mask: UInt32 = 0o170000
    static let regular: UInt32 = 0o100000
    static let directory: UInt32 = 0o040000
}
