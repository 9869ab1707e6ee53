internal import NIOCore
internal import NIOHTTP1

/// What answers are made of, on the way to the codec.
enum ReplyPart: Sendable {
    case head(HTTPResponseHead)
    case body(ByteBuffer)
    case end
    /// Nothing more is said: end our side once all that was said has gone out, and close when the other side has ended,
    /// too, or has had the time to.
    case close
}

/// Hands answers to the codec, and closes only after the last of them has been written: a channel that is closed drops
/// what still waits in it.
///
/// Of a connection only our side is closed at first. The visitor gets the end of TLS and that of TCP at once, as from
/// nginx; closing both sides would make TLS wait for his goodbye before it says the second.
final class ReplyAdapter: ChannelOutboundHandler {
    typealias OutboundIn = ReplyPart
    typealias OutboundOut = HTTPServerResponsePart

    private var lastAnswer: EventLoopFuture<Void>?
    private var lingering: Scheduled<Void>?

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
        guard let lastAnswer else { return endOurSide(context, promise) }
        lastAnswer.assumeIsolated().whenComplete { _ in self.endOurSide(context, promise) }
    }

    private func endOurSide(_ context: ChannelHandlerContext, _ promise: EventLoopPromise<Void>?) {
        guard !context.channel.isStream else { return context.close(promise: promise) }
        let ended = context.eventLoop.makePromise(of: Void.self)
        // Whatever has no sides is closed whole.
        ended.futureResult.assumeIsolated().whenFailure { _ in context.close(promise: nil) }
        ended.futureResult.cascade(to: promise)
        let channel = context.channel
        lingering = context.eventLoop.scheduleTask(in: DecoyLimits.linger) { channel.close(promise: nil) }
        context.close(mode: .output, promise: ended)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        lingering?.cancel()
    }
}
