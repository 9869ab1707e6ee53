import Foundation

/// Why a control socket could not be claimed. Nothing is left behind when one of these is thrown.
public enum ControlSocketError: Error, Equatable, Sendable {
    /// A living process serves the path. The process id is given when its lock file tells it.
    case busy(path: String, pid: Int32?)
    /// Something that is not a socket is at the path, or something that is not a plain file is at its lock's. It is
    /// never deleted.
    case notASocket(path: String, found: String)
    /// The system takes no socket path of that length. Both numbers are bytes.
    case pathTooLong(path: String, length: Int, maximum: Int)
    /// The path cannot name a file: it is empty, ends in a slash or holds a NUL byte.
    case invalidPath(path: String)
    /// The system does not let this process do it.
    case permissionDenied(path: String, operation: String)
    /// Any other failure of the system.
    case system(path: String, operation: String, code: Int32)

    /// Sorts a failed system call by its `errno`.
    static func failed(_ operation: String, _ path: String, _ code: Int32) -> ControlSocketError {
        switch code {
        case EACCES, EPERM: .permissionDenied(path: path, operation: operation)
        default: .system(path: path, operation: operation, code: code)
        }
    }
}

extension ControlSocketError: CustomStringConvertible {
    /// One sentence for the user: what is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .busy(let path, let pid):
            let owner = pid.map { "process \($0)" } ?? "another process"
            return "control socket \(path): in use by \(owner); stop it, or choose another path with --socket"
        case .notASocket(let path, let found):
            return "control socket \(path): expected a socket or nothing there, found \(found); "
                + "move it away, or choose another path with --socket"
        case .pathTooLong(let path, let length, let maximum):
            return "control socket \(path): the path has \(length) bytes, expected at most \(maximum); "
                + "choose a shorter one"
        case .invalidPath(let path):
            return "control socket \"\(path)\": expected the path of a file, such as /run/aura/server.sock"
        case .permissionDenied(let path, let operation):
            return "control socket \(path): no permission to \(operation); run as root, "
                + "or choose another path with --socket"
        case .system(let path, let operation, let code):
            return "control socket \(path): could not \(operation): \(String(cString: strerror(code)))"
        }
    }
}
