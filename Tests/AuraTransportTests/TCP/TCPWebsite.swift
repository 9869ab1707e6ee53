import AuraTransport
import NIOCore
import NIOHTTP1

/// The smallest website: whatever comes, it answers with just that. So a test sees what came, and when.
final class TCPWebsite: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    /// A website on all three ways that lead there.
    static var all: TCPServerConfiguration.Website {
        TCPServerConfiguration.Website(
            http1: { try $0.pipeline.syncOperations.addHandler(TCPWebsite()) },
            http2: { try $0.pipeline.syncOperations.addHandler(TCPStreamWebsite()) },
            plain: { try $0.pipeline.syncOperations.addHandler(TCPWebsite()) })
    }

    static func answer(to text: String) -> String {
        "HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)"
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let input = Self.unwrapInboundIn(data)
        let head = "HTTP/1.1 200 OK\r\nContent-Length: \(input.readableBytes)\r\n\r\n"
        context.write(Self.wrapOutboundOut(ByteBuffer(string: head)), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(input), promise: nil)
    }
}

/// The same for a stream of HTTP/2: says what was asked for.
private final class TCPStreamWebsite: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private var path = ""

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head): path = head.uri
        case .body: break
        case .end: answer(context)
        }
    }

    private func answer(_ context: ChannelHandlerContext) {
        let head = HTTPResponseHead(version: .http2, status: .ok)
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.write(Self.wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: path)))), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    }
}
