internal import NIOCore
internal import NIOHTTP1

/// A ``VisitorMonitor`` for a stream of HTTP/2: the first head shows that the connection is a visitor's.
final class StreamMonitor: ChannelDuplexHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundIn = HTTPServerResponsePart

    private let door: ConnectionGuard

    init(_ door: ConnectionGuard) {
        self.door = door
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head: door.served()
        case .body(let bytes): door.noteReceived(bytes.readableBytes)
        case .end: break
        }
        context.fireChannelRead(data)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // What the codec does not take for a request is answered, too.
        door.served()
        context.fireErrorCaught(error)
    }

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        context.write(data, promise: door.watch(promise, on: context.eventLoop))
    }
}
