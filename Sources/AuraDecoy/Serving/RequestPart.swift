internal import NIOCore
internal import NIOHTTP1

/// What the conversation with a stranger is made of, whichever codec is in front.
enum RequestPart: Sendable {
    /// A request begins. `brokenBody` says that what is here of its body already breaks the rules.
    case head(HTTPRequestHead, brokenBody: Bool)
    /// Some of its body, never empty.
    case body(ByteBuffer)
    /// The request is complete.
    case end
    /// The bytes are not HTTP as the site speaks it. Nothing follows that could be understood. With what was understood
    /// before that: whether only the head of an answer was asked for, and by which program.
    case refused(Refusal, HTTPRequestHead)
}

/// Why bytes were not taken for a request, in the words of the answer they get.
enum Refusal: Sendable, Equatable {
    /// Not a request at all, or one that breaks the rules.
    case malformed
    /// The first line is longer than one header buffer.
    case targetTooLong
    /// A header line is longer than one buffer, or all together are longer than all buffers.
    case headersTooLarge
    /// A major version other than 1.
    case versionNotSupported
    /// A transfer coding other than `chunked`.
    case codingNotImplemented

    /// What is known of a request of which nothing was understood.
    static let nothing = HTTPRequestHead(version: .http1_1, method: .GET, uri: "/")

    var page: ErrorPage {
        switch self {
        case .malformed: ErrorPage(.badRequest)
        case .targetTooLong: ErrorPage(.targetTooLong)
        case .headersTooLarge: ErrorPage(.badRequest, remark: "Request Header Or Cookie Too Large")
        case .versionNotSupported: ErrorPage(.versionNotSupported)
        case .codingNotImplemented: ErrorPage(.notImplemented)
        }
    }
}
