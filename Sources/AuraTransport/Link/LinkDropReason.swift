/// Why a link dropped a datagram.
public enum LinkDropReason: Int, CaseIterable, Hashable, Sendable {
    /// Out: not something a session makes (type or length).
    case malformed
    /// Out: larger than the interface or the path takes.
    case tooLarge
    /// Out: the local queue stayed full.
    case queueFull
    /// Out: no route, network or host down, or an address of the wrong family.
    case unreachable
    /// Out: the system forbids it, for example by a firewall rule.
    case refused
    /// Out: the link was closed already.
    case linkClosed
    /// Out: any other error.
    case failed
    /// In: not sealed or masked under our outer key.
    case notOurs
    /// In: longer than the receive buffer.
    case truncated
    /// In: lost by the kernel because the socket's buffer was full.
    case overflow
}

extension LinkDropReason: CustomStringConvertible {
    /// Lower case with underscores, fit for a metric label.
    public var description: String {
        switch self {
        case .malformed: "malformed"
        case .tooLarge: "too_large"
        case .queueFull: "queue_full"
        case .unreachable: "unreachable"
        case .refused: "refused"
        case .linkClosed: "link_closed"
        case .failed: "failed"
        case .notOurs: "not_ours"
        case .truncated: "truncated"
        case .overflow: "overflow"
        }
    }
}
