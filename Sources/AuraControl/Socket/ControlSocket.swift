import Foundation

/// A claimed control socket: bound to its path with mode 0600, its lock held, not answering yet.
///
/// A node claims it before it does anything else, so that a second node of the same name is told at once and leaves
/// nothing behind. Whoever owns the value holds the path; when it is let go - by the server at its end, or on any
/// way out before - the socket, its lock and a directory made for them are removed.
public struct ControlSocket: ~Copyable, Sendable {
    /// Where clients find it.
    public let path: String
    private let identity: FileIdentity?
    private let descriptor: OwnedDescriptor
    private let lock: LockFile

    /// Claims a path.
    ///
    /// Takes the lock at `path + ".lock"`, removes the socket of a process that is dead (nobody listens), and binds.
    /// A missing last directory of the path is made (0755). Throws ``ControlSocketError/busy(path:pid:)`` when a living
    /// process has it; a file that is no socket is refused and stays.
    public static func claim(_ path: String) throws(ControlSocketError) -> ControlSocket {
        try UnixSocket.check(path)
        let lock = try LockFile.acquire(for: path)
        try reclaim(path)
        let descriptor = try UnixSocket.bind(path)
        let identity = try FileIdentity.of(path)
        return ControlSocket(path: path, identity: identity, descriptor: descriptor, lock: lock)
    }

    /// Removes what a dead process left at the path. Only called under the lock.
    private static func reclaim(_ path: String) throws(ControlSocketError) {
        guard let found = try FileIdentity.of(path) else { return }
        guard found.kind == .socket else { throw .notASocket(path: path, found: found.kind.rawValue) }
        switch try UnixSocket.probe(path) {
        case .nothingThere: return
        case .answers: throw .busy(path: path, pid: nil)
        case .notASocket: throw .notASocket(path: path, found: "something else")
        case .failed(let code): throw .failed("connect to the socket there", path, code)
        case .nobodyListens:
            guard unlink(path) == 0 || errno == ENOENT else { throw .failed("remove the dead socket", path, errno) }
        }
    }

    /// A descriptor of the bound socket for the server's event loop, which closes it.
    func duplicateDescriptor() throws(ControlSocketError) -> Int32 {
        guard let copy = descriptor.duplicate() else { throw .failed("duplicate the socket", path, errno) }
        return copy
    }

    /// Runs before the fields go, so the lock is still held while the socket is removed.
    deinit {
        if let identity, (try? FileIdentity.of(path)) == identity { unlink(path) }
    }
}
