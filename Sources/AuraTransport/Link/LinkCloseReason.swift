/// Why a link closed. There is always one.
public enum LinkCloseReason: Hashable, Sendable {
    /// This side wanted it, and why.
    case local(String)
    /// The far side wanted it, and what it said.
    case remote(String)
    /// Nothing was heard for as long as both ends had agreed to wait.
    case idle
    /// The far side no longer knows the connection (TCP RST, QUIC stateless reset).
    case reset
    /// What was sent was not acknowledged, again and again.
    case unanswered
    /// The far side broke the protocol; the text says how.
    case protocolError(String)
    /// The system failed; the text names the call and the error.
    case failed(String)
}

extension LinkCloseReason {
    /// Lower case with underscores, fit for a metric label.
    public var label: String {
        switch self {
        case .local: "local"
        case .remote: "remote"
        case .idle: "idle"
        case .reset: "reset"
        case .unanswered: "unanswered"
        case .protocolError: "protocol_error"
        case .failed: "failed"
        }
    }
}

extension LinkCloseReason: CustomStringConvertible {
    /// One line for logs and status.
    public var description: String {
        switch self {
        case .local(let why): "closed here: \(why)"
        case .remote(let why): "closed by the far side: \(why)"
        case .idle: "closed for silence"
        case .reset: "reset: the far side does not know the connection any more"
        case .unanswered: "given up: nothing that was sent was acknowledged"
        case .protocolError(let what): "broken by the far side: \(what)"
        case .failed(let error): "failed: \(error)"
        }
    }
}
