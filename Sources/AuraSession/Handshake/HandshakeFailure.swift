public import AuraCrypto
public import AuraPKI
public import AuraWire

/// Why a handshake came to nothing.
public enum HandshakeFailure: Error, Sendable {
    /// No answer came in time.
    case timeout
    /// A message does not authenticate or has bad keys.
    case noise(NoiseError)
    /// A message's fields are wrong.
    case wire(WireError)
    /// The peer is not who it must be.
    case peer(PeerRejection)
    /// Our own key could not sign.
    case signing(String)
    /// The server does not want us.
    case refused(GoodbyeReason)
}

extension HandshakeFailure: CustomStringConvertible {
    /// What went wrong, and what to look at.
    public var description: String {
        switch self {
        case .timeout:
            "no answer: the server is down, the path is blocked, the outer keys differ, or the clocks are over 5 minutes apart"
        case .noise(let error): "a handshake message was damaged or forged (\(error))"
        case .wire(let error): "a handshake message is malformed: \(error)"
        case .peer(let rejection): "the peer's certificate was refused: \(rejection)"
        case .signing(let reason): "our own key could not sign the handshake: \(reason)"
        case .refused(let reason): "the server refused the session: \(reason.explanation)"
        }
    }
}
