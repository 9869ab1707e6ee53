/// Why a client looks for another path, or has moved to one.
public enum PathCause: String, CaseIterable, Sendable {
    /// There is no session.
    case start
    /// What is sent over the path in use stays unanswered.
    case silence
    /// Packets come, but pings of full size stay unanswered: one direction is blocked, or large datagrams are.
    case partial
    /// The link has closed.
    case closed
    /// This host slept, or its network has changed.
    case wake
    /// A better path works.
    case better
}

extension PathCause: CustomStringConvertible {
    /// The cause in words, for logs and status.
    public var description: String {
        switch self {
        case .start: "there is no session"
        case .silence: "no answer"
        case .partial: "one way or large packets only do not get through"
        case .closed: "the link closed"
        case .wake: "this host slept"
        case .better: "a better path works"
        }
    }
}
