internal import NIOCore

/// Why a download came to nothing. The texts name the host that was asked, never what was asked of it.
public enum DownloadError: Error, Hashable, Sendable {
    /// Something that was given cannot be used; the text says what, and what is expected.
    case configuration(String)
    /// The host's name has no address at the moment.
    case unresolved(ResolveError)
    /// No connection came about, or it broke: the host, and why.
    case notConnected(String, String)
    /// The system does not let packets be marked.
    case notPermitted(String, SystemError)
    /// The host speaks no TLS, or none that we do: the host, and what was found.
    case noTLS(String, String)
    /// The host's certificate is not good for it: the host, and what is wrong.
    case untrusted(String, String)
    /// The host answered with another status than 200: the host, and the status.
    case status(String, Int)
    /// The host sends elsewhere, and that is not gone after: the host, and why.
    case redirect(String, String)
    /// The answer is not one that HTTP/1.1 allows, or is encoded: the host, and what was found.
    case malformed(String, String)
    /// The answer is longer than the caller allows: the host, what was announced (`nil` when nothing was), the limit.
    case tooLarge(String, announced: Int?, limit: Int)
    /// The connection ended before the answer did: the host, and the bytes that had come.
    case truncated(String, received: Int)
    /// The time was up: the host that was asked last, and the time.
    case timedOut(String, Duration)
    /// The task was cancelled.
    case cancelled
}

extension DownloadError: CustomStringConvertible {
    /// What was asked, what was found, what to do.
    public var description: String {
        switch self {
        case .configuration(let text): text
        case .unresolved(let error): "\(error)"
        case .notConnected(let host, let why): "no connection to \(host): \(why)"
        case .notPermitted(let what, let error):
            "not permitted to \(what): \(error); run as root or grant CAP_NET_ADMIN"
        case .noTLS(let host, let what): "\(host) speaks no TLS 1.2 or 1.3: \(what); an https address is expected"
        case .untrusted(let host, let what): "the certificate of \(host) is refused: \(what)"
        case .status(let host, let status): "\(host) answers with status \(status) where 200 is expected"
        case .redirect(let host, let why): "\(host) sends elsewhere: \(why)"
        case .malformed(let host, let what): "\(host) gives an answer that cannot be read: \(what)"
        case .tooLarge(let host, let announced, let limit):
            "\(host) sends \(announced.map { "\($0) bytes" } ?? "too much"), at most \(limit) bytes are taken"
        case .truncated(let host, let received):
            "the connection to \(host) ended after \(received) bytes, before the answer was complete"
        case .timedOut(let host, let time): "\(host) did not answer completely within \(time)"
        case .cancelled: "the download was called off"
        }
    }
}
