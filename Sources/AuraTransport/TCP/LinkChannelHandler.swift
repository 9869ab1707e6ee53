internal import NIOCore
internal import Synchronization

/// The end of a link's pipeline: plain bytes in, as they come out of TLS; what happens to the connection.
final class LinkChannelHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    static let farewell = "it ended the connection"

    private let link: TCPLink
    /// Where datagrams go; `nil` before the link is started and after it has ended.
    private var sink: (any DatagramSink)?
    private var frames: FrameReader
    /// What came before the link was started: what one read of the socket brought, at most.
    private var early: ByteBuffer?
    private var failure: LinkCloseReason?

    init(link: TCPLink, sink: (any DatagramSink)? = nil) {
        self.link = link
        self.sink = sink
        frames = FrameReader(remote: link.remoteAddress)
    }

    func handlerAdded(context: ChannelHandlerContext) {
        // The connection may have ended while it was becoming a link; nobody would say so again.
        if !context.channel.isActive { link.end(.remote(Self.farewell)) }
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        // TLS still reads while it waits for the far side's goodbye; nobody is there for that any more.
        guard !link.state.withLock({ $0.isEnded }) else { return early = nil }
        var input = Self.unwrapInboundIn(data)
        if sink == nil { early.setOrWriteBuffer(&input) } else { take(&input) }
    }

    private func take(_ input: inout ByteBuffer) {
        do throws(FrameReader.Malformed) {
            try sink?.take(&input, through: &frames, from: link)
        } catch {
            sink = nil
            link.end(.protocolError("a frame of \(error.length) bytes; 1 to \(TCPLimits.maximumFrame) are allowed"))
        }
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case LinkEvent.started? = event as? LinkEvent else { return context.fireUserInboundEventTriggered(event) }
        sink = link.state.withLock { $0.sink }
        guard var input = early.take() else { return }
        take(&input)
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) {
        if context.channel.isWritable { link.drain() }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        failure = failure ?? LinkCloseReason(error)
        link.end(failure ?? LinkCloseReason(error))
    }

    func channelInactive(context: ChannelHandlerContext) {
        link.end(failure ?? .remote(Self.farewell))
        sink = nil
        context.fireChannelInactive()
    }
}
