public import AuraPKI
public import AuraWire

/// What a server's state machine wants done, in order.
public enum ServerEffect: Sendable {
    /// Send these datagrams over this path.
    case transmit([[UInt8]], SessionPath)
    /// A client has a new session, with these settings.
    case established(Session, Welcome)
    /// A session goes on with new keys.
    case rekeyed(Session)
    /// A session is over.
    case ended(Session, SessionEnd)
    /// A handshake was refused or came to nothing.
    case rejected(HandshakeRejection, SessionPath)
}

/// Why a server did not answer or did not finish a handshake.
public enum HandshakeRejection: Error, Sendable {
    /// A first message was seen before.
    case replayed
    /// A first message's time is too far from ours, or from before this process began.
    case outOfTime
    /// A first message must bring a cookie first; it was told so.
    case cookieRequired
    /// Too many handshakes, from this address or at once.
    case busy
    /// A newer handshake of the same client was finished before this one.
    case superseded
    /// The handshake failed in a message's form, keys or signature.
    case failed(HandshakeFailure)
    /// A verified client gets no session.
    case refused(VerifiedPeer, GoodbyeReason)

    /// A short name for counters.
    public var label: String {
        switch self {
        case .replayed: "replayed"
        case .outOfTime: "out_of_time"
        case .cookieRequired: "cookie_required"
        case .busy: "busy"
        case .superseded: "superseded"
        case .failed(.peer): "peer_refused"
        case .failed: "malformed"
        case .refused: "refused"
        }
    }
}
