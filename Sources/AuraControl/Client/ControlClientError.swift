/// Why a node could not be asked.
public enum ControlClientError: Error, Equatable, Sendable {
    /// No file is at the path.
    case nothingThere(path: String)
    /// A socket is there, and nobody listens on it: its node died, or is just starting.
    case refused(path: String)
    /// The socket belongs to somebody else.
    case permissionDenied(path: String)
    /// What is at the path is no socket, or cannot be one's path.
    case notASocket(path: String, reason: String)
    /// Somebody took the connection and did not answer in time.
    case timedOut(path: String)
    /// The answer was not one of this API, or too large.
    case badAnswer(path: String, reason: String)
}

extension ControlClientError: CustomStringConvertible {
    /// One sentence for the user: what is wrong, where, and what to do.
    public var description: String {
        switch self {
        case .nothingThere(let path):
            "no aura node at \(path): there is no such socket; start the node, or name another with --socket"
        case .refused(let path):
            "no aura node at \(path): nobody listens on the socket; start the node again"
        case .permissionDenied(let path):
            "no permission to connect to \(path); run as the user of the node (usually root)"
        case .notASocket(let path, let reason):
            "\(path): \(reason); name the node's socket with --socket"
        case .timedOut(let path):
            "\(path): connected, but no answer in time; the node may be stuck"
        case .badAnswer(let path, let reason):
            "\(path): not the answer of an aura node: \(reason)"
        }
    }
}
