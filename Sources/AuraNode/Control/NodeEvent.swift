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
    /// The bridges manifest that a server hands out has changed.
    case manifest(OfferedManifest?)
    /// A client has found what may be a bridges manifest.
    case foundManifest([UInt8], ManifestSource)
    /// What the dialler says, and for which search.
    case dialled(Dialer.Event, search: UInt64)
    /// What came of dialling a transport that would be better.
    case dialledBetter(Result<any Link, TransportError>, Endpoint, attempt: UInt64)
    /// The host slept.
    case woke
    /// Say goodbye and end.
    case stop
}
