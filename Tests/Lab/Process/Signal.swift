internal import Glibc

/// The signals that the lab sends.
public enum Signal: Sendable {
    /// Ctrl-C.
    case interrupt
    /// The process ends at once, without a chance to clean up.
    case kill
    /// A polite request to end.
    case terminate

    var number: Int32 {
        switch self {
        case .interrupt: SIGINT
        case .kill: SIGKILL
        case .terminate: SIGTERM
        }
    }
}
