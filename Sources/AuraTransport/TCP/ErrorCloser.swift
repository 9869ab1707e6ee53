internal import NIOCore

/// Closes a connection on which an error has come to the end of the pipeline.
final class ErrorCloser: ChannelInboundHandler {
    typealias InboundIn = Any

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }
}
