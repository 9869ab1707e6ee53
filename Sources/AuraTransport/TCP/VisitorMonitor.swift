internal import NIOCore
internal import NIOSSL

/// Tells the guard of a connection that its visitor and the website are getting on: that something was answered, or
/// that a fair amount was sent. Who sends byte by byte is as idle as who sends nothing.
final class VisitorMonitor: ChannelDuplexHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundIn = ByteBuffer

    private let door: ConnectionGuard

    init(_ door: ConnectionGuard) {
        self.door = door
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        door.noteReceived(Self.unwrapInboundIn(data).readableBytes)
        context.fireChannelRead(data)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(data, promise: door.watch(promise, on: context.eventLoop))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.fireErrorCaught(error)
        // Who ends his side after asking, without TLS's goodbye, may still get his answer.
        if case NIOSSLError.uncleanShutdown = error { return }
        context.close(promise: nil)
    }
}
