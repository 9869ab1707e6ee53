internal import NIOCore

/// Closes a connection on which nothing moves any more, in either direction.
///
/// A write counts when it is begun, since none is begun before the channel has taken most of those before it: whoever does
/// not read stops the writes as well.
final class IdleGuard: ChannelDuplexHandler {
    typealias InboundIn = NIOAny
    typealias OutboundIn = NIOAny

    private var lastMove = NIODeadline.uptimeNanoseconds(0)
    private var check: Scheduled<Void>?

    func handlerAdded(context: ChannelHandlerContext) {
        lastMove = context.eventLoop.now
        watch(context)
    }

    func handlerRemoved(context: ChannelHandlerContext) {
        check?.cancel()
    }

    func channelInactive(context: ChannelHandlerContext) {
        check?.cancel()
        context.fireChannelInactive()
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        lastMove = context.eventLoop.now
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        lastMove = context.eventLoop.now
        context.write(data, promise: promise)
    }

    private func watch(_ context: ChannelHandlerContext) {
        check = context.eventLoop.assumeIsolated().scheduleTask(deadline: lastMove + DecoyLimits.idle) {
            let isIdle = context.eventLoop.now >= self.lastMove + DecoyLimits.idle
            if isIdle { context.close(promise: nil) } else { self.watch(context) }
        }
    }
}
