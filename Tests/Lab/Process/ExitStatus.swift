/// How a process ended.
public enum ExitStatus: Sendable, Hashable, CustomStringConvertible {
    /// It returned this code, 0...255.
    case exited(Int32)
    /// This signal ended it.
    case signalled(Int32)

    /// Whether it returned 0.
    public var isSuccess: Bool { self == .exited(0) }

    /// "exit code 3" or "signal 9".
    public var description: String {
        switch self {
        case .exited(let code): "exit code \(code)"
        case .signalled(let signal): "signal \(signal)"
        }
    }
}
