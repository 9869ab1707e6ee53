import Foundation

/// The lock beside a control socket: held with `flock` from the claim to the end of the server, so that of two nodes
/// that start at once only one may look at, and reclaim, what an older one has left.
struct LockFile: ~Copyable, Sendable {
    /// How often a lock that vanished while it was taken is tried again.
    private static let attempts = 16
    /// The most of a lock file that is read, in bytes: a process id, a UUID and a line end fit.
    private static let maximumContent = 64

    let path: String
    private let directory: SocketDirectory
    private let descriptor: OwnedDescriptor

    /// Takes the lock for a socket path, and writes this process's id into it.
    static func acquire(for socketPath: String) throws(ControlSocketError) -> LockFile {
        for _ in 0..<attempts {
            if let lock = try attempt(socketPath) { return lock }
        }
        throw .busy(path: socketPath, pid: nil)
    }

    /// One try; nil when the file or its directory vanished in between, because its holder was just ending.
    private static func attempt(_ socketPath: String) throws(ControlSocketError) -> LockFile? {
        let path = socketPath + ".lock"
        let directory = try SocketDirectory.ensure(for: socketPath)
        guard let descriptor = try open(path, creating: true) else { return nil }
        guard flock(descriptor.raw, LOCK_EX | LOCK_NB) == 0 else {
            guard errno == EWOULDBLOCK else { throw .failed("lock \(path)", socketPath, errno) }
            throw .busy(path: socketPath, pid: processID(in: read(descriptor)))
        }
        // The holder before may have unlinked this very file between `open` and `flock`. It is the one at the path only
        // if what is written here can be read there.
        let content = "\(getpid()) \(UUID().uuidString)\n"
        try write(content, to: descriptor, path)
        guard let atPath = try open(path, creating: false), read(atPath) == content else { return nil }
        return LockFile(path: path, directory: directory, descriptor: descriptor)
    }

    private static func open(_ path: String, creating: Bool) throws(ControlSocketError) -> OwnedDescriptor? {
        // Looked at first, since opening a device or a pipe can have effects.
        if let kind = try FileIdentity.of(path)?.kind, kind != .file {
            throw .notASocket(path: path, found: kind.rawValue)
        }
        let flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK | (creating ? O_CREAT : 0)
        let raw = Foundation.open(path, flags, 0o600)
        if raw >= 0 { return OwnedDescriptor(owning: raw) }
        if errno == ENOENT { return nil }
        throw .failed("open its lock file", path, errno)
    }

    private static func write(
        _ content: String, to descriptor: borrowing OwnedDescriptor, _ path: String
    ) throws(ControlSocketError) {
        let bytes = Array(content.utf8)
        guard ftruncate(descriptor.raw, 0) == 0, pwrite(descriptor.raw, bytes, bytes.count, 0) == bytes.count else {
            let code = errno
            unlink(path)
            throw .failed("write its lock file", path, code)
        }
    }

    private static func read(_ descriptor: borrowing OwnedDescriptor) -> String {
        var bytes = [UInt8](repeating: 0, count: maximumContent)
        let count = pread(descriptor.raw, &bytes, bytes.count, 0)
        return String(decoding: bytes.prefix(max(0, count)), as: UTF8.self)
    }

    /// Only used to tell the user who holds the lock, so a half-written one is simply nil.
    private static func processID(in content: String) -> Int32? {
        guard content.hasSuffix("\n"), let pid = Int32(content.prefix { $0 != " " }), pid > 0 else { return nil }
        return pid
    }

    /// The file goes while the lock is still held; who has it open already finds that it is no longer the one at the
    /// path, and tries again.
    deinit {
        unlink(path)
        directory.removeIfOurs()
    }
}
