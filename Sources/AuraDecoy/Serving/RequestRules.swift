internal import NIOCore
internal import NIOHTTP1

/// What nginx looks at before it asks what a request wants.
enum RequestRules {
    /// The page that a request gets whatever it asks for; nil if it may go on.
    static func refusal(of request: HTTPRequestHead, longestBody: Int) -> ErrorPage? {
        let isHTTP2 = request.version.major >= 2
        guard isHTTP2 || hasGoodHost(request) else { return ErrorPage(.badRequest) }
        guard RequestTarget(request.uri) != nil else { return ErrorPage(.badRequest) }
        guard request.uri.utf8.count <= DecoyLimits.headerLine else { return ErrorPage(.targetTooLong) }
        guard !isRefusedOnSight(request.method) else { return ErrorPage(.notAllowed) }
        if let length = request.headers.first(name: "Content-Length").flatMap({ Int64($0) }), length > longestBody {
            return ErrorPage(.bodyTooLarge)
        }
        return nil
    }

    /// Tunnels and echoes: they get no answer but one, after which the connection ends.
    static func isRefusedOnSight(_ method: HTTPMethod) -> Bool { method == .CONNECT || method == .TRACE }

    /// Whether the connection may go on after a request.
    static func keepsAlive(_ request: HTTPRequestHead) -> Bool {
        guard request.version.major > 0, !isRefusedOnSight(request.method) else { return false }
        for wish in request.headers["Connection"].reversed().map({ $0.lowercased() }) {
            if wish.contains("close") { return false }
            if wish.contains("keep-alive") { return true }
        }
        return request.version != .http1_0
    }

    /// Whether the client waits to be told to send its body.
    static func expectsContinue(_ request: HTTPRequestHead) -> Bool {
        request.version == .http1_1 && request.headers.first(name: "Expect")?.lowercased() == "100-continue"
    }

    /// HTTP/1.1 has to name exactly one host, HTTP/1.0 at most one, and it must look like one.
    static func hasGoodHost(_ request: HTTPRequestHead) -> Bool {
        let hosts = request.headers["Host"]
        guard hosts.count <= 1 else { return false }
        guard let host = hosts.first else { return request.version != .http1_1 }
        return Authority.isGoodField(host)
    }
}
