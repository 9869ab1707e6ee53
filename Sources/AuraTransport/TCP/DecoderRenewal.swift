internal import NIOCore
internal import NIOHTTP1

/// Gives a stranger's connection a new decoder after each request that asked for another protocol and did not get it.
///
/// NIO's decoder takes such a request for the last one and parses nothing after it. A website goes on with the next.
final class DecoderRenewal: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = HTTPServerRequestPart

    private var decoder: any RemovableChannelHandler
    private let makeDecoder: () -> any RemovableChannelHandler
    private var isLast = false

    init(_ decoder: any RemovableChannelHandler, makeDecoder: @escaping () -> any RemovableChannelHandler) {
        self.decoder = decoder
        self.makeDecoder = makeDecoder
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head): isLast = head.method == .CONNECT || head.headers.contains(name: "upgrade")
        case .body: break
        case .end where isLast: renew(context)
        case .end: break
        }
        context.fireChannelRead(data)
    }

    /// The old decoder hands what it has not parsed to the handler after it, which is the new one.
    private func renew(_ context: ChannelHandlerContext) {
        let next = makeDecoder()
        do {
            try context.pipeline.syncOperations.addHandler(next, position: .after(decoder))
            context.pipeline.syncOperations.removeHandler(decoder, promise: nil)
            decoder = next
        } catch {
            context.close(promise: nil)
        }
    }
}
