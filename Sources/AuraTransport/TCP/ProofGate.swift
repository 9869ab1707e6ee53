internal import AuraWire
internal import NIOCore
internal import NIOHTTP1

/// Looks at the first request of a connection and tells a client from a stranger.
///
/// It goes out of the way at once: a stranger's request goes on, just as it came, to the website; a client's goes to the
/// upgrade handler, which answers 101 and takes HTTP out of the pipeline.
final class ProofGate: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private let server: TCPServer
    private let door: ConnectionGuard
    private let stack: HTTPStack

    init(_ server: TCPServer, _ door: ConnectionGuard, stack: HTTPStack) {
        self.server = server
        self.door = door
        self.stack = stack
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        do {
            if case .head(let head) = Self.unwrapInboundIn(data), let upgrade = server.upgrade(for: head) {
                try admit(context, upgrade)
            } else {
                try welcome(context)
            }
        } catch {
            return context.close(promise: nil)
        }
        context.fireChannelRead(data)
        context.pipeline.syncOperations.removeHandler(self, promise: nil)
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.fireErrorCaught(error)
        context.close(promise: nil)
    }

    private func admit(_ context: ChannelHandlerContext, _ upgrade: LinkUpgrade) throws {
        upgrade.door = door
        let handler = HTTPServerUpgradeHandler(
            upgraders: [upgrade], httpEncoder: stack.encoder, extraHTTPHandlers: stack.others,
            upgradeCompletionHandler: { _ in })
        try context.pipeline.syncOperations.addHandler(handler, position: .after(self))
    }

    private func welcome(_ context: ChannelHandlerContext) throws {
        let renewal = DecoderRenewal(stack.decoder) { HTTPStack.makeDecoder() }
        try context.pipeline.syncOperations.addHandlers([renewal, VisitorMonitor(door)], position: .after(self))
        try server.configuration.website(context.channel)
    }
}
