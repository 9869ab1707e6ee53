public import AuraWire

/// What a client's state machine wants done, in order.
public enum ClientEffect: Sendable {
    /// Send these datagrams over this path.
    case transmit([[UInt8]], SessionPath)
    /// Find ways to the server: call ``ClientMachine/consider(_:now:wall:)`` with each that is ready, and
    /// ``ClientMachine/noMorePaths(now:)`` when there are no more. ``settled(_:isNarrow:)`` or ``failed(_:retryAfter:)``
    /// ends the search.
    case needsPaths(PathCause)
    /// The session is on this path, which has proved itself; a narrow one carries small datagrams only.
    case settled(SessionPath, isNarrow: Bool)
    /// The session is on another path now; the old one had been silent for so long, if it had.
    case moved(Session, from: SessionPath, to: SessionPath, PathCause, silence: Duration?)
    /// What came of ``ClientMachine/beginTrial(of:now:)``: false when the path did not prove itself.
    case trialEnded(SessionPath, Bool)
    /// A session is there: the first, or a new one after the server forgot the old.
    case established(Session, Welcome)
    /// New keys are being agreed for the session.
    case rekeying(Session)
    /// The session goes on with new keys.
    case rekeyed(Session)
    /// The session is over.
    case lost(Session, SessionEnd)
    /// A handshake over this path failed; others go on.
    case rejected(HandshakeFailure, SessionPath)
    /// A handshake or a search came to nothing; another begins after this pause.
    case failed(HandshakeFailure, retryAfter: Duration)
    /// The server has handed us a manifest with this serial number, newer than ``ClientMachine/knownManifestSerial``.
    /// Nobody has looked at its bytes yet: coming through the tunnel proves nothing.
    case manifest(serial: UInt64, [UInt8])
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
