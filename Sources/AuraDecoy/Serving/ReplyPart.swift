internal import NIOCore
internal import NIOHTTP1

/// What answers are made of, on the way to the codec.
enum ReplyPart: Sendable {
    case head(HTTPResponseHead)
    case body(ByteBuffer)
    case end
    /// Nothing more is said: close once all that was said has gone out.
    case close
}

/// Hands answers to the codec, and closes only after the last of them has been written: a channel that is closed drops
/// what still waits in it.
final class ReplyAdapter: ChannelOutboundHandler {
    typealias OutboundIn = ReplyPart
    typealias OutboundOut = HTTPServerResponsePart

    private var lastAnswer: EventLoopFuture<Void>?

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        switch unwrapOutboundIn(data) {
        case .head(let head): context.write(wrapOutboundOut(.head(head)), promise: promise)
        case .body(let bytes): context.write(wrapOutboundOut(.body(.byteBuffer(bytes))), promise: promise)
        case .end: end(context, promise)
        case .close: close(context, promise)
        }
    }

    private func end(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        let written = context.eventLoop.makePromise(of: Void.self)
        written.futureResult.cascade(to: promise)
        lastAnswer = written.futureResult
        context.write(wrapOutboundOut(.end(nil)), promise: written)
    }

    private func close(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        guard let lastAnswer else { return context.close(promise: promise) }
        lastAnswer.assumeIsolated().whenComplete { _ in context.close(promise: promise) }
    }
}
