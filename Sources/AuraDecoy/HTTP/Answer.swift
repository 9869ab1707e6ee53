internal import NIOCore
internal import NIOHTTP1

/// An answer of which everything is known before its first byte is sent.
struct Answer: Sendable {
    var status: Status
    var contentType: String?
    /// What `Content-Length` says; nil leaves the field out.
    var contentLength: Int64?
    var lastModified: HTTPDate?
    var location: String?
    /// What follows the usual fields, in this order.
    var fields: [(name: String, value: String)] = []
    var body = Body.none

    /// Where the bytes come from.
    enum Body: Sendable {
        case none
        case bytes(ByteBuffer)
        case file(OpenFile, offset: Int64, count: Int64)
    }

    init(_ status: Status) {
        self.status = status
    }

    /// The page of an error or a redirection.
    init(_ page: ErrorPage, userAgent: String?, location: String? = nil) {
        let body = ByteBuffer(string: page.html(for: userAgent))
        self.status = page.status
        self.contentType = MediaType.html
        self.contentLength = Int64(body.readableBytes)
        self.location = location
        self.body = .bytes(body)
    }

    /// The fields in the order and the case in which nginx sends them. The HTTP/2 codec makes names small.
    ///
    /// `connection` is what the field of that name says, and nil where there is none, as in HTTP/2.
    func headers(connection: String?, date: HTTPDate = .now) -> HTTPHeaders {
        var headers = HTTPHeaders()
        headers.add(name: "Server", value: ServerName.value)
        headers.add(name: "Date", value: date.description)
        if let contentType { headers.add(name: "Content-Type", value: contentType) }
        if let contentLength { headers.add(name: "Content-Length", value: String(contentLength)) }
        if let lastModified { headers.add(name: "Last-Modified", value: lastModified.description) }
        if let location { headers.add(name: "Location", value: location) }
        if let connection { headers.add(name: "Connection", value: connection) }
        for field in fields { headers.add(name: field.name, value: field.value) }
        return headers
    }
}

/// What the site says it is served by: the most common answer there is, and one that has no version to go stale.
enum ServerName {
    static let value = "nginx"
}
