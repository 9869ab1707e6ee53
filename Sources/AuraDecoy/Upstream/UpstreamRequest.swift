internal import AsyncHTTPClient
internal import NIOHTTP1

/// What an upstream is asked for a stranger.
enum UpstreamRequest {
    /// The request as it is passed on: the same target and fields, without what is between neighbours. Like nginx, it
    /// names the upstream as the host, so that a site among others on one server is found; and it does not say for whom
    /// it asks.
    static func make(_ request: HTTPRequestHead, to address: UpstreamAddress, body: BodyPipe?) -> HTTPClientRequest {
        var passed = HTTPClientRequest(url: address.url(local(request.uri)))
        passed.method = request.method
        let fields = HopFields.passedOn(request.headers, without: ["host", "content-length", "expect", "cookie"])
        passed.headers = HTTPHeaders(fields.map { ($0.name, $0.value) })
        passed.headers.add(name: "Host", value: address.authority)
        // HTTP/2 may cut the cookies into several fields; HTTP/1.1 knows one (RFC 9113 section 8.2.3).
        let cookies = request.headers["Cookie"]
        if !cookies.isEmpty { passed.headers.add(name: "Cookie", value: cookies.joined(separator: "; ")) }
        if let body { passed.body = .stream(body, length: length(request)) }
        return passed
    }

    private static func length(_ request: HTTPRequestHead) -> HTTPClientRequest.Body.Length {
        request.headers.first(name: "Content-Length").flatMap { Int64($0) }.map { .known($0) } ?? .unknown
    }

    /// The target without scheme and host, and without a fragment, which is for nobody's eyes but the browser's.
    private static func local(_ target: String) -> Substring {
        (RequestTarget.withoutAuthority(target) ?? "/").prefix { $0 != "#" }
    }
}
