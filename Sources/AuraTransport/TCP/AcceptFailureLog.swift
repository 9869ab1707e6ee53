internal import Logging
internal import NIOCore

/// Says that connections cannot be accepted, for example for want of descriptors. NIO pauses and tries again by itself.
final class AcceptFailureLog: ChannelInboundHandler {
    typealias InboundIn = any Channel

    /// Once a minute is enough.
    private static let pause = TimeAmount.seconds(60)

    private let logger: Logger
    private var last: NIODeadline?

    init(_ logger: Logger) {
        self.logger = logger
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        if last.map({ NIODeadline.now() - $0 > Self.pause }) ?? true {
            last = .now()
            logger.warning(
                "A tcp connection could not be accepted; trying again",
                metadata: ["error": "\((error as? IOError).map { "\(SystemError($0))" } ?? "\(error)")"])
        }
        context.fireErrorCaught(error)
    }
}
