internal import NIOCore
internal import NIOHTTP1
internal import NIOTLS

/// Asks one place, and collects what it answers. Completes its promise once; the connection is then closed by others.
final class DownloadHandler: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    /// What a common command-line program says; it tells nothing of us.
    private static let fields: [(String, String)] = [("User-Agent", "curl/8.5.0"), ("Accept", "*/*")]

    private let place: DownloadPlace
    private let limit: Int
    private let answer: EventLoopPromise<DownloadAnswer>
    private var body: [UInt8] = []
    private var isDone = false

    init(_ place: DownloadPlace, limit: Int, _ answer: EventLoopPromise<DownloadAnswer>) {
        self.place = place
        self.limit = limit
        self.answer = answer
    }

    /// Nothing is asked of a host that has not shown who it is.
    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        if case .handshakeCompleted? = event as? TLSUserEvent { ask(context) }
        context.fireUserInboundEventTriggered(event)
    }

    private func ask(_ context: ChannelHandlerContext) {
        let head = HTTPRequestHead(
            version: .http1_1, method: .GET, uri: place.target,
            headers: HTTPHeaders([("Host", place.authority)] + Self.fields))
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !isDone else { return }
        switch Self.unwrapInboundIn(data) {
        case .head(let head): take(head)
        case .body(let bytes):
            guard bytes.readableBytes <= limit - body.count else { return fail(tooLarge()) }
            body += bytes.readableBytesView
        case .end: finish(.success(.body(body)))
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        fail(DownloadError(reading: place.authority, error, received: body.count))
    }

    func channelInactive(context: ChannelHandlerContext) {
        fail(.truncated(place.authority, received: body.count))
        context.fireChannelInactive()
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        fail(.notConnected(place.authority, "the connection was closed"))
    }

    private func take(_ head: HTTPResponseHead) {
        switch head.status.code {
        case 200: check(head.headers)
        case 301, 302, 303, 307, 308:
            guard let location = head.headers.first(name: "location") else {
                return fail(.redirect(place.authority, "it does not say where to"))
            }
            finish(.success(.elsewhere(location)))
        case let status: fail(.status(place.authority, Int(status)))
        }
    }

    private func check(_ headers: HTTPHeaders) {
        let encodings = headers[canonicalForm: "content-encoding"].filter { $0.lowercased() != "identity" }
        guard encodings.isEmpty else { return fail(.malformed(place.authority, "it is compressed, unasked")) }
        // The parser refuses one that is no number, or that contradicts another.
        guard let announced = headers.first(name: "content-length").flatMap({ Int($0) }) else { return }
        if announced > limit { fail(tooLarge(announced)) }
    }

    private func tooLarge(_ announced: Int? = nil) -> DownloadError {
        .tooLarge(place.authority, announced: announced, limit: limit)
    }

    private func fail(_ error: DownloadError) { finish(.failure(error)) }

    private func finish(_ result: Result<DownloadAnswer, any Error>) {
        guard !isDone else { return }
        isDone = true
        body = []
        answer.completeWith(result)
    }
}
