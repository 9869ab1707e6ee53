internal import NIOCore
internal import NIOSSL

/// Reads the first bytes of a connection inside TLS and tells a client from a stranger.
///
/// It keeps back only what may yet become a client's request. With the first byte that cannot, or when the proof is not
/// good, the website gets everything, just as it came.
final class FirstRequestGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let server: TCPServer
    private let door: ConnectionGuard
    /// At most one read beyond the longest request.
    private var kept = ByteBuffer()

    init(_ server: TCPServer, _ door: ConnectionGuard) {
        self.server = server
        self.door = door
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        var input = Self.unwrapInboundIn(data)
        kept.writeBuffer(&input)
        do {
            switch FirstRequest.read(Array(kept.readableBytesView)) {
            case .incomplete: return
            case .complete(let length, let key, let proof):
                if server.accepts(proof), let visit = door.proved() {
                    kept.moveReaderIndex(forwardBy: length)
                    try admit(context, key, visit)
                } else {
                    try welcome(context)
                }
            case .foreign: try welcome(context)
            }
        } catch {
            return context.close(promise: nil)
        }
        if kept.readableBytes > 0 { context.fireChannelRead(Self.wrapInboundOut(kept)) }
        context.fireChannelReadComplete()
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func admit(_ context: ChannelHandlerContext, _ key: String, _ visit: Admissions.Visit) throws {
        context.channel.closeFuture.whenComplete { [server] _ in server.admissions.endLink(of: visit) }
        context.writeAndFlush(Self.wrapOutboundOut(ByteBuffer(string: UpgradeRequest.answer(to: key))), promise: nil)
        try server.makeLink(of: context.channel)
    }

    private func welcome(_ context: ChannelHandlerContext) throws {
        door.served()
        try context.pipeline.syncOperations.addHandler(VisitorMonitor(door), position: .after(self))
        try server.configuration.website.http1(context.channel)
    }
}
