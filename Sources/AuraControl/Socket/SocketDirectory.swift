import Foundation

/// The directory of a control socket: made (0755) when it is missing, and taken away again by who made it.
struct SocketDirectory: Sendable {
    private static let mode: mode_t = 0o755

    let path: String
    private let made: Bool

    /// Makes sure that the directory of a socket path is there. Its parent must be.
    static func ensure(for socketPath: String) throws(ControlSocketError) -> SocketDirectory {
        let path = directory(of: socketPath)
        if mkdir(path, mode) == 0 {
            // The umask may have taken bits away that users need to see which sockets there are.
            _ = chmod(path, mode)
            return SocketDirectory(path: path, made: true)
        }
        let code = errno
        // Any answer about a directory that is there already (EEXIST, EROFS, EACCES) is no obstacle.
        guard isDirectory(path) else { throw .failed("make the directory \(path)", socketPath, code) }
        return SocketDirectory(path: path, made: false)
    }

    /// Removes the directory if this process made it and nobody else uses it.
    func removeIfOurs() {
        if made { rmdir(path) }
    }

    private static func directory(of socketPath: String) -> String {
        guard let slash = socketPath.lastIndex(of: "/") else { return "." }
        return slash == socketPath.startIndex ? "/" : String(socketPath[..<slash])
    }

    private static func isDirectory(_ path: String) -> Bool {
        var isDirectory: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory) && isDirectory.boolValue
    }
}
