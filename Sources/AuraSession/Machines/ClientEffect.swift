public import AuraWire

/// What a client's state machine wants done, in order.
public enum ClientEffect: Sendable {
    /// Send these datagrams over this path.
    case transmit([[UInt8]], SessionPath)
    /// Find a way to the server and call ``ClientMachine/begin(over:now:wall:)``, or
    /// ``ClientMachine/pathUnavailable(now:)`` if there is none.
    case needsPath(HandshakeCause)
    /// A session is there: the first, or a new one after the server forgot the old.
    case established(Session, Welcome)
    /// The session goes on with new keys.
    case rekeyed(Session)
    /// The session is over.
    case lost(Session, SessionEnd)
    /// A handshake came to nothing; another begins after this pause.
    case failed(HandshakeFailure, retryAfter: Duration)
}

/// Why a client begins a handshake.
public enum HandshakeCause: String, Sendable {
    /// There is no session.
    case start
    /// The keys are due for replacement.
    case rekey
    /// The server does not answer.
    case silence
}

/// Why a session ended.
public enum SessionEnd: Hashable, Sendable {
    /// The peer said goodbye.
    case goodbye(GoodbyeReason)
    /// The keys grew too old without being replaced.
    case expired
    /// Nothing came from the peer for long.
    case idle
    /// Another session of the same client took its place.
    case replaced
    /// The peer's certificate was revoked.
    case revoked
    /// This end is stopping.
    case stopped
}

extension SessionEnd: CustomStringConvertible {
    /// The reason in words, for logs.
    public var description: String {
        switch self {
        case .goodbye(let reason): "the peer said goodbye: \(reason.explanation)"
        case .expired: "its keys grew too old without being replaced"
        case .idle: "nothing came from the peer for too long"
        case .replaced: "a new session of the same client took its place"
        case .revoked: "the peer's certificate was revoked"
        case .stopped: "this end is stopping"
        }
    }
}
