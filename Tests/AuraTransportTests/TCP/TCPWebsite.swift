import NIOCore
import NIOHTTP1

/// The smallest website: says what was asked for.
final class TCPWebsite: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private var head: HTTPRequestHead?
    private var body = 0

    static func serve(_ channel: any Channel) throws {
        try channel.pipeline.syncOperations.addHandler(TCPWebsite())
    }

    static func answer(_ method: String, _ path: String, body: Int = 0) -> String {
        let text = "\(method) \(path) \(body)\n"
        return "HTTP/1.1 200 OK\r\nserver: test\r\ncontent-length: \(text.utf8.count)\r\n\r\n\(text)"
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head): (self.head, body) = (head, 0)
        case .body(let part): body += part.readableBytes
        case .end: answer(context)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        guard let head else { return }
        let text = "\(head.method) \(head.uri) \(body)\n"
        let fields: HTTPHeaders = ["server": "test", "content-length": "\(text.utf8.count)"]
        let answer = HTTPResponseHead(version: .http1_1, status: .ok, headers: fields)
        context.write(Self.wrapOutboundOut(.head(answer)), promise: nil)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
        let written = context.writeAndFlush(Self.wrapOutboundOut(.end(nil)))
        let channel = context.channel
        if !head.isKeepAlive { written.whenComplete { _ in channel.close(promise: nil) } }
    }
}
