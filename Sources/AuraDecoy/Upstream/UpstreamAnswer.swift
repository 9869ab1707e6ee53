internal import AsyncHTTPClient
internal import NIOHTTP1

/// How an upstream's answer is passed on: its status, fields and body as they are, but for what a proxy has to say itself.
struct UpstreamAnswer {
    let response: HTTPClientResponse
    let address: UpstreamAddress

    /// What nginx sends first, if it is there, in this order.
    private static let first = ["content-type", "content-length"]

    /// The fields in nginx's order: those that it knows, then the rest as they came. Like nginx it puts its own name and
    /// date in place of the upstream's, and its own address into redirections to the upstream.
    func head(for reply: Reply) -> HTTPResponseHead {
        var passed = HopFields.passedOn(response.headers, without: ["server", "date"])
        var headers = HTTPHeaders([("Server", ServerName.value), ("Date", HTTPDate.now.description)])
        for name in Self.first {
            for field in passed where field.name.lowercased() == name {
                headers.add(name: field.name, value: field.value)
            }
        }
        if let location = ownLocation(reply) {
            headers.add(name: "Location", value: location)
            passed.removeAll { $0.name.lowercased() == "location" }
        }
        if isChunked(for: reply) { headers.add(name: "Transfer-Encoding", value: "chunked") }
        if !reply.isHTTP2 { headers.add(name: "Connection", value: keepsAlive(reply) ? "keep-alive" : "close") }
        for field in passed where !Self.first.contains(field.name.lowercased()) {
            headers.add(name: field.name, value: field.value)
        }
        // The end of a body of unknown length is the end of the connection for those who do not know chunks.
        let version = hasUnknownLength && isOld(reply) ? HTTPVersion.http1_0 : .http1_1
        return HTTPResponseHead(version: version, status: response.status, headers: headers)
    }

    /// Whether the connection can go on after this answer.
    func keepsAlive(_ reply: Reply) -> Bool {
        // Of an answer without a length nobody can say where it ends, unless it is in chunks; and an encoder that is told
        // of chunks would write the last one even where there is no body.
        reply.keepsAlive && !(hasUnknownLength && (isOld(reply) || reply.request.method == .HEAD))
    }

    /// Whether bytes may follow the head.
    func hasBody(for reply: Reply) -> Bool { reply.request.method != .HEAD && mayHaveBody }

    private var mayHaveBody: Bool { response.status.mayHaveResponseBody && response.status != .notModified }

    private var hasUnknownLength: Bool { mayHaveBody && response.headers.first(name: "Content-Length") == nil }

    private func isChunked(for reply: Reply) -> Bool {
        hasUnknownLength && !isOld(reply) && !reply.isHTTP2 && reply.request.method != .HEAD
    }

    private func isOld(_ reply: Reply) -> Bool { reply.request.version.major < 2 && reply.request.version != .http1_1 }

    /// Where a redirection to the upstream leads here; nil if it leads elsewhere.
    private func ownLocation(_ reply: Reply) -> String? {
        response.headers.first(name: "Location").flatMap { address.local($0) }.map { "https://" + reply.authority + $0 }
    }
}
