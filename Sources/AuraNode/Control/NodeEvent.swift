internal import AuraPKI
internal import AuraSession
internal import AuraTransport

/// What the owner of a state machine has to deal with.
enum NodeEvent: Sendable {
    /// A datagram that is not data.
    case datagram([UInt8], SessionPath)
    /// A control message that a session opened.
    case control(OpenedControl, Session)
    /// A session's peer is on another path now.
    case moved(Session)
    /// A link is gone.
    case linkClosed(UInt32, LinkCloseReason)
    /// The list of revoked certificates has changed.
    case verifier(PeerVerifier)
    /// The answer to a client's wish for a path; `nil` when there is none.
    case path(SessionPath?)
    /// Say goodbye and end.
    case stop
}
