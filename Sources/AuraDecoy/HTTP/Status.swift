internal import NIOHTTP1

/// The statuses that the site gives by itself, with the phrases that nginx puts beside the numbers; they differ from the
/// registered ones in places, and both ends of the status line are looked at by whoever identifies servers.
struct Status: Sendable, Equatable {
    let code: Int
    let phrase: String

    static let ok = Status(code: 200, phrase: "OK")
    static let partial = Status(code: 206, phrase: "Partial Content")
    static let movedPermanently = Status(code: 301, phrase: "Moved Permanently")
    static let notModified = Status(code: 304, phrase: "Not Modified")
    static let badRequest = Status(code: 400, phrase: "Bad Request")
    static let forbidden = Status(code: 403, phrase: "Forbidden")
    static let notFound = Status(code: 404, phrase: "Not Found")
    static let notAllowed = Status(code: 405, phrase: "Not Allowed")
    static let preconditionFailed = Status(code: 412, phrase: "Precondition Failed")
    static let bodyTooLarge = Status(code: 413, phrase: "Request Entity Too Large")
    static let targetTooLong = Status(code: 414, phrase: "Request-URI Too Large")
    static let rangeNotSatisfiable = Status(code: 416, phrase: "Requested Range Not Satisfiable")
    static let internalError = Status(code: 500, phrase: "Internal Server Error")
    static let notImplemented = Status(code: 501, phrase: "Not Implemented")
    static let badGateway = Status(code: 502, phrase: "Bad Gateway")
    static let unavailable = Status(code: 503, phrase: "Service Temporarily Unavailable")
    static let gatewayTimeout = Status(code: 504, phrase: "Gateway Time-out")
    static let versionNotSupported = Status(code: 505, phrase: "HTTP Version Not Supported")

    /// After these the connection is not used again: the request was not understood, or its body is not read.
    var endsConnection: Bool { [400, 413, 414, 500, 501, 505].contains(code) }

    var onTheWire: HTTPResponseStatus { .custom(code: UInt(code), reasonPhrase: phrase) }
}
