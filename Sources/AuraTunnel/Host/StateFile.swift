#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Small files that hold what must outlive the process: read whole and bounded, replaced whole or not at all.
enum StateFile {
    /// The longest state file in bytes that is read; far above what any of them can hold.
    static let maximumSize = 64 * 1024 * 1024

    /// Replaces the file in one step: temporary file (0600) in the same directory, fsync, rename, fsync of the directory.
    static func replace(_ path: String, with bytes: [UInt8]) throws(StateFileError) {
        let temporary = "\(path).\(getpid()).tmp"
        _ = unlink(temporary)
        do {
            try writeNew(temporary, bytes)
            try check(retryingSystemCall { Int(rename(temporary, path)) }, "rename", path)
        } catch {
            _ = unlink(temporary)
            throw error
        }
        try syncDirectory(of: path)
    }

    /// Reads a file of ours; `nil` when there is none. Refuses one that others can write or that others own.
    static func read(_ path: String) throws(StateFileError) -> [UInt8]? {
        let opened = retryingSystemCall { Int(open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)) }
        if opened == -Int(ENOENT) { return nil }
        let file = OwnedDescriptor(taking: Int32(try check(opened, "open", path)))
        var status = stat()
        try check(retryingSystemCall { Int(fstat(file.number, &status)) }, "stat", path)
        guard status.st_mode & S_IFMT == S_IFREG else { throw StateFileError(path, "is not a regular file") }
        guard status.st_uid == geteuid() || status.st_uid == 0, status.st_mode & 0o022 == 0 else {
            throw StateFileError(path, "belongs to another user or can be written by others; expected mode 0600")
        }
        return try readAll(file.number, path)
    }

    /// Reads a file of the kernel.
    static func readSystem(_ path: String) throws(StateFileError) -> [UInt8] {
        let opened = retryingSystemCall { Int(open(path, O_RDONLY | O_CLOEXEC)) }
        let file = OwnedDescriptor(taking: Int32(try check(opened, "open", path)))
        return try readAll(file.number, path)
    }

    /// Removes the file; one that is not there is as good.
    static func remove(_ path: String) throws(StateFileError) {
        let status = retryingSystemCall { Int(unlink(path)) }
        if status != -Int(ENOENT) { try check(status, "remove", path) }
        try syncDirectory(of: path)
    }

    /// Renames the file so that it can be looked at later; its new path.
    static func setAside(_ path: String, suffix: String) throws(StateFileError) -> String {
        var aside = "\(path).\(suffix)"
        for attempt in 2...100 where access(aside, F_OK) == 0 { aside = "\(path).\(suffix)-\(attempt)" }
        try check(retryingSystemCall { Int(rename(path, aside)) }, "rename", path)
        return aside
    }

    private static func writeNew(_ path: String, _ bytes: [UInt8]) throws(StateFileError) {
        let flags = O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW
        let file = OwnedDescriptor(
            taking: Int32(try check(retryingSystemCall { Int(open(path, flags, 0o600)) }, "create", path)))
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { part in
                retryingSystemCall { write(file.number, part.baseAddress, part.count) }
            }
            rest = rest.dropFirst(try check(written, "write", path))
        }
        try check(retryingSystemCall { Int(fsync(file.number)) }, "sync", path)
    }

    private static func readAll(_ descriptor: Int32, _ path: String) throws(StateFileError) -> [UInt8] {
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 16 * 1024)
        while true {
            let count = try check(
                chunk.withUnsafeMutableBytes { room in
                    retryingSystemCall { Int(Self.read(descriptor, room)) }
                }, "read", path)
            if count == 0 { return bytes }
            bytes += chunk.prefix(count)
            guard bytes.count <= maximumSize else { throw StateFileError(path, "is longer than \(maximumSize) bytes") }
        }
    }

    private static func read(_ descriptor: Int32, _ room: UnsafeMutableRawBufferPointer) -> Int {
        #if canImport(Darwin)
            Darwin.read(descriptor, room.baseAddress, room.count)
        #elseif canImport(Musl)
            Musl.read(descriptor, room.baseAddress, room.count)
        #else
            Glibc.read(descriptor, room.baseAddress, room.count)
        #endif
    }

    private static func syncDirectory(of path: String) throws(StateFileError) {
        let slash = path.lastIndex(of: "/")
        let directory = slash.map { path[...$0] } ?? "."
        let opened = retryingSystemCall { Int(open(String(directory), O_RDONLY | O_DIRECTORY | O_CLOEXEC)) }
        let descriptor = OwnedDescriptor(taking: Int32(try check(opened, "open", String(directory))))
        try check(retryingSystemCall { Int(fsync(descriptor.number)) }, "sync", String(directory))
    }

    @discardableResult
    private static func check(_ status: Int, _ operation: String, _ path: String) throws(StateFileError) -> Int {
        guard status >= 0 else { throw StateFileError(path, "cannot \(operation): \(errnoText(Int32(-status)))") }
        return status
    }
}

/// Why a state file cannot be read or written.
public struct StateFileError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The file.
    public let path: String
    /// What is wrong with it.
    public let problem: String
    /// True when the file could be read and its content is the problem.
    public let isMalformed: Bool

    init(_ path: String, _ problem: String, isMalformed: Bool = false) {
        self.path = path
        self.problem = problem
        self.isMalformed = isMalformed
    }

    /// The content is not what it should be.
    static func malformed(_ path: String, _ problem: String) -> StateFileError {
        StateFileError(path, problem, isMalformed: true)
    }

    /// The file and what is wrong with it.
    public var description: String { "\(path): \(problem)" }
}
