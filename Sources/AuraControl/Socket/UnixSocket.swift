import Foundation

/// System calls on unix sockets, each with a typed outcome.
enum UnixSocket {
    /// Only the owner may connect.
    static let mode: mode_t = 0o600

    /// The longest path that fits `sun_path` with its closing NUL, in bytes (107 on Linux, 103 on Darwin).
    static var maximumPathLength: Int { MemoryLayout.size(ofValue: sockaddr_un().sun_path) - 1 }

    /// What a connection attempt to a path showed.
    enum Probe: Equatable {
        case answers
        case nobodyListens
        case nothingThere
        case notASocket
        case failed(Int32)
    }

    /// Connects to the path and hangs up at once; never blocks.
    static func probe(_ path: String) throws(ControlSocketError) -> Probe {
        try check(path)
        guard let socket = open() else { throw .failed("open a socket", path, errno) }
        guard call(connect, socket, path) != 0 else { return .answers }
        switch errno {
        // A full queue (EAGAIN), a connection on its way, and a socket of another kind all have a living owner.
        case EAGAIN, EINPROGRESS, EPROTOTYPE: return .answers
        // Linux says ECONNREFUSED for a plain file too.
        case ECONNREFUSED, ENOTSOCK: return try FileIdentity.of(path)?.kind == .socket ? .nobodyListens : .notASocket
        case ENOENT, ENOTDIR: return .nothingThere
        case let code: return .failed(code)
        }
    }

    /// A socket bound to the path, mode 0600, not listening yet.
    ///
    /// Until `listen` is called every `connect` is refused, whatever the mode of the file: so there is no moment at
    /// which somebody whom 0600 shuts out can connect. Changing the umask instead would reach every other thread.
    static func bind(_ path: String) throws(ControlSocketError) -> OwnedDescriptor {
        try check(path)
        guard let socket = open() else { throw .failed("open a socket", path, errno) }
        narrowBeforeBind(socket)
        guard call(Foundation.bind, socket, path) == 0 else {
            if errno == EADDRINUSE { throw .busy(path: path, pid: nil) }
            throw .failed("bind the socket", path, errno)
        }
        do throws(ControlSocketError) {
            try narrow(path)
        } catch {
            unlink(path)
            throw error
        }
        return socket
    }

    /// Makes the mode what it has to be, unless it is; never follows a link.
    private static func narrow(_ path: String) throws(ControlSocketError) {
        if try FileIdentity.of(path)?.mode == mode { return }
        guard fchmodat(AT_FDCWD, path, mode, AT_SYMLINK_NOFOLLOW) == 0 else {
            throw .failed("set its mode", path, errno)
        }
    }

    /// Refuses what can never be a socket's path.
    static func check(_ path: String) throws(ControlSocketError) {
        guard !path.isEmpty, !path.hasSuffix("/"), !path.utf8.contains(0) else { throw .invalidPath(path: path) }
        let length = path.utf8.count
        guard length <= maximumPathLength else {
            throw .pathTooLong(path: path, length: length, maximum: maximumPathLength)
        }
    }

    /// Calls `bind` or `connect` with the address of a checked path.
    ///
    /// Sound: `check` has made sure that the path and its NUL fit, the address lives on this frame for the whole
    /// call, and a `sockaddr_un` may be passed as a `sockaddr` with its own length.
    private static func call(
        _ function: (Int32, UnsafePointer<sockaddr>?, socklen_t) -> Int32, _ socket: borrowing OwnedDescriptor,
        _ path: String
    ) -> Int32 {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: path.utf8.prefix(maximumPathLength)) }
        let size = socklen_t(MemoryLayout<sockaddr_un>.size)
        let raw = socket.raw
        return withUnsafePointer(to: &address) {
            $0.withMemoryRebound(to: sockaddr.self, capacity: 1) { function(raw, $0, size) }
        }
    }
}
