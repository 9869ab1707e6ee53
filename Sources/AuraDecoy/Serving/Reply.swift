internal import NIOCore
internal import NIOHTTP1

/// The way back for one request: turns an answer into parts for the codec, as fast as the stranger takes them.
struct Reply: Sendable {
    typealias Outbound = NIOAsyncChannelOutboundWriter<ReplyPart>

    let outbound: Outbound
    let request: HTTPRequestHead
    /// Whether the connection goes on after this answer. Means nothing in HTTP/2.
    let keepsAlive: Bool
    /// The body is known to break the rules already, so that this answer cannot be the one that was asked for.
    var hasBrokenBody = false
    /// Where the stranger came in.
    let localAddress: SocketAddress?
    /// Where he comes from.
    var source = VisitorSource(nil)

    var isHTTP2: Bool { request.version.major >= 2 }
    var userAgent: String? { request.headers.first(name: "User-Agent") }

    /// What the stranger calls this server; its address if he calls it nothing.
    var authority: String {
        if let host = request.headers.first(name: "Host") { return host }
        guard let localAddress, let address = localAddress.ipAddress else { return "localhost" }
        let host = address.contains(":") ? "[\(address)]" : address
        return localAddress.port.map { $0 == 443 ? host : "\(host):\($0)" } ?? host
    }

    /// Tells a client that waits for it to send its body (RFC 9110 section 10.1.1).
    func sendContinue() async throws {
        try await outbound.write(.head(HTTPResponseHead(version: .http1_1, status: .continue)))
    }

    /// Sends a page of ours.
    func send(_ page: ErrorPage, location: String? = nil) async throws {
        try await send(Answer(page, userAgent: userAgent, location: location))
    }

    /// Sends an answer, without its body if only the head was asked for.
    func send(_ answer: Answer) async throws {
        // An answer in HTTP/0.9 is a body and nothing else.
        let head = request.version.major == 0 ? [] : [ReplyPart.head(head(of: answer))]
        switch answer.body {
        case _ where request.method == .HEAD && !head.isEmpty: try await outbound.write(contentsOf: head + [.end])
        case .none: try await outbound.write(contentsOf: head + [.end])
        case .bytes(let bytes): try await send(head, bytes)
        case .file(let file, let offset, let count): try await send(head, file, offset, count)
        }
    }

    private func head(of answer: Answer) -> HTTPResponseHead {
        let ends = !keepsAlive || answer.status.endsConnection
        let connection = isHTTP2 ? nil : (ends ? "close" : "keep-alive")
        // nginx answers in HTTP/1.1 whatever version it was asked in.
        return HTTPResponseHead(
            version: .http1_1, status: answer.status.onTheWire, headers: answer.headers(connection: connection))
    }

    private func send(_ head: [ReplyPart], _ bytes: ByteBuffer) async throws {
        var bytes = bytes
        var parts = head
        while bytes.readableBytes > 0,
            let chunk = bytes.readSlice(length: min(bytes.readableBytes, DecoyLimits.chunk))
        {
            try await outbound.write(contentsOf: parts + [.body(chunk)])
            parts = []
        }
        try await outbound.write(contentsOf: parts + [.end])
    }

    /// Reads a piece only when the one before has gone out.
    private func send(
        _ head: [ReplyPart], _ file: OpenFile, _ offset: Int64, _ count: Int64
    ) async throws {
        var parts = head
        var sent: Int64 = 0
        while sent < count {
            let chunk = try await file.read(at: offset + sent, upTo: Int(min(count - sent, Int64(DecoyLimits.chunk))))
            // A file that became shorter meanwhile: the promised length cannot be kept, so the connection must end.
            guard chunk.readableBytes > 0 else { throw BodyError.cutOff }
            sent += Int64(chunk.readableBytes)
            parts.append(.body(chunk))
            if sent == count { parts.append(.end) }
            try await outbound.write(contentsOf: parts)
            parts = []
        }
        if !parts.isEmpty { try await outbound.write(contentsOf: parts + [.end]) }
    }
}
