internal import NIOCore

/// What a stranger can make the site hold. Where nginx has a default, this is it.
enum DecoyLimits {
    /// Bytes of one header line or of the request line (`large_client_header_buffers`, 8 KiB each).
    static let headerLine = 8 * 1024
    /// Bytes of all header lines of a request together (four of those buffers).
    static let headers = 4 * headerLine
    /// Bytes of a request's body, which is read and thrown away (`client_max_body_size`).
    static let discardedBody = 1024 * 1024
    /// Bytes of a request's body that goes to an upstream. Larger than nginx's, because a site that the operator names
    /// may take uploads; nothing of it is kept.
    static let proxiedBody = 64 * 1024 * 1024
    /// Requests on one connection (`keepalive_requests`).
    static let requestsOnConnection = 1000
    /// Neither reading nor writing gets on for this long: the connection is closed (`keepalive_timeout` of the packaged
    /// configuration; `client_body_timeout` and `send_timeout` are 60 s).
    static let idle = TimeAmount.seconds(65)
    /// A request's head is not complete after this long: closed without an answer (`client_header_timeout`).
    static let headTime = TimeAmount.seconds(60)
    /// How long bytes are still read and thrown away after the last answer, or behind a refused body, so that the answer is
    /// not lost to a reset of the connection (`lingering_timeout`).
    static let linger = TimeAmount.seconds(5)
    /// Bytes read from a file, or handed to the connection, at a time.
    static let chunk = 64 * 1024
    /// Files open at once for all strangers together; one descriptor each.
    static let openFiles = 256
    /// Of these, and of the requests to an upstream, those for one IPv4 address or one /64 of IPv6. As many as one HTTP/2
    /// connection may have streams, so that no browser meets it, and few enough that nobody takes all.
    static let perSource = 64
}
