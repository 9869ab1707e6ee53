/// Why a link closed. There is always one.
public enum LinkCloseReason: Hashable, Sendable {
    /// This side wanted it, and why.
    case local(String)
    /// The far side wanted it, and what it said.
    case remote(String)
    /// Nothing was heard for too long.
    case idle
    /// The system failed; the text names the call and the error.
    case failed(String)
}

extension LinkCloseReason: CustomStringConvertible {
    /// One line for logs and status.
    public var description: String {
        switch self {
        case .local(let why): "closed here: \(why)"
        case .remote(let why): "closed by the far side: \(why)"
        case .idle: "closed for silence"
        case .failed(let error): "failed: \(error)"
        }
    }
}
