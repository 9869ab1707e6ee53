#if canImport(Glibc)
    // `struct stat` counts as a member of whichever of these C modules the compiler met first.
    internal import CDispatch
    internal import CoreFoundation
    internal import Glibc
#else
    internal import Darwin
#endif

/// An open file, closed exactly once.
struct Descriptor: ~Copyable {
    private let number: CInt
    private let path: String

    deinit { _ = close(number) }

    /// Opens for reading. Does not wait for a writer, should the path be a FIFO.
    init(reading path: String) throws(FileError) {
        number = try SystemCall.check("open", path) { open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        self.path = path
    }

    init(directory path: String) throws(FileError) {
        number = try SystemCall.check("open the directory", path) { open(path, O_RDONLY | O_CLOEXEC | O_DIRECTORY) }
        self.path = path
    }

    /// Makes a new file for writing, which at first nobody else may read.
    init(creating path: String) throws(FileError) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        number = try SystemCall.check("create", path) { open(path, flags, 0o600) }
        self.path = path
    }

    /// Gives the file exactly this mode, whatever the umask.
    borrowing func setMode(_ mode: UInt32) throws(FileError) {
        let number = number
        _ = try SystemCall.check("set the mode of", path) { fchmod(number, mode_t(truncatingIfNeeded: mode)) }
    }

    /// The permission bits of a regular file.
    borrowing func regularFileMode() throws(FileError) -> UInt32 {
        var status = stat()
        let number = number
        _ = try SystemCall.check("examine", path) { fstat(number, &status) }
        let mode = UInt32(status.st_mode)
        guard mode & FileType.mask == FileType.regular else { throw .notRegular(path: path) }
        return mode & 0o7777
    }

    borrowing func readAll(limit: Int) throws(FileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: min(limit + 1, 64 * 1024))
        let number = number
        while true {
            // Sound: `read` is told the room that the chunk has.
            let count = try SystemCall.check("read", path) { read(number, &chunk, chunk.count) }
            if count == 0 { return bytes }
            bytes += chunk[..<count]
            guard bytes.count <= limit else { throw .tooLarge(path: path, limit: limit) }
        }
    }

    borrowing func writeAll(_ bytes: [UInt8]) throws(FileError) {
        var rest = bytes[...]
        let number = number
        while !rest.isEmpty {
            // Sound: `write` is told how many bytes the slice has.
            let count = try SystemCall.check("write", path) {
                rest.withUnsafeBytes { write(number, $0.baseAddress, $0.count) }
            }
            rest = rest.dropFirst(count)
        }
    }

    /// Waits until the file's content (or a directory's entries) are on the disk.
    borrowing func synchronize() throws(FileError) {
        let number = number
        _ = try SystemCall.check("flush", path) { fsync(number) }
    }

    /// Waits for the exclusive lock of this file or directory; closing gives it back, too.
    borrowing func lock() throws(FileError) {
        let number = number
        _ = try SystemCall.check("lock", path) { flock(number, LOCK_EX) }
    }

    consuming func unlock() { _ = flock(number, LOCK_UN) }
}
