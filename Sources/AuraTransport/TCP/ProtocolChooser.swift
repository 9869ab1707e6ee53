internal import NIOCore
internal import NIOHTTP2
internal import NIOTLS

/// Waits for the end of the TLS handshake and goes on as ALPN says: with HTTP/2, which is for strangers, or with a
/// first request.
final class ProtocolChooser: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = ByteBuffer

    private let server: TCPServer
    private let door: ConnectionGuard

    init(_ server: TCPServer, _ door: ConnectionGuard) {
        self.server = server
        self.door = door
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted(let chosen)? = event as? TLSUserEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        door.greeted()
        do {
            if chosen == "h2" {
                try addHTTP2(context)
            } else {
                try context.pipeline.syncOperations.addHandler(FirstRequestGate(server, door))
            }
            context.pipeline.syncOperations.removeHandler(self, promise: nil)
        } catch {
            context.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    private func addHTTP2(_ context: ChannelHandlerContext) throws {
        let door = NIOLoopBound(door, eventLoop: context.eventLoop)
        let website = server.configuration.website.http2
        let handler = NIOHTTP2Handler(
            mode: .server, eventLoop: context.eventLoop, connectionConfiguration: Self.connection
        ) { stream in
            stream.eventLoop.makeCompletedFuture {
                try StreamCount.shared.admit(stream)
                let operations = stream.pipeline.syncOperations
                try operations.addHandler(AuthorityFiller())
                try operations.addHandler(HTTP2FramePayloadToHTTP1ServerCodec())
                try operations.addHandler(StreamMonitor(door.value))
                try website(stream)
            }
        }
        try context.pipeline.syncOperations.addHandlers([handler, ErrorCloser()])
    }

    private static var connection: NIOHTTP2Handler.ConnectionConfiguration {
        var connection = NIOHTTP2Handler.ConnectionConfiguration()
        connection.initialSettings = [
            HTTP2Setting(parameter: .maxConcurrentStreams, value: TCPLimits.visitorStreams),
            HTTP2Setting(parameter: .maxHeaderListSize, value: TCPLimits.headerBytes),
        ]
        return connection
    }
}
