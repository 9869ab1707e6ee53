internal import Glibc

/// The signals that the lab sends.
public enum Signal: Sendable {
    /// Ctrl-C.
    case interrupt
    /// The process ends at once, without a chance to clean up.
    case kill
    /// The process stands still until ``resume``, as on a suspended laptop.
    case pause
    /// The process goes on.
    case resume
    /// A polite request to end.
    case terminate

    var number: Int32 {
        switch self {
        case .interrupt: SIGINT
        case .kill: SIGKILL
        case .pause: SIGSTOP
        case .resume: SIGCONT
        case .terminate: SIGTERM
        }
    }
}
