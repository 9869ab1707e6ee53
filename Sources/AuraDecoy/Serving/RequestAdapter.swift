internal import NIOCore
internal import NIOHTTP1

/// Takes requests from one of NIO's own codecs. What the codec could not parse comes as an error from it, and goes on as
/// a refusal in the place where the request would have been, so that earlier requests are answered first.
final class RequestAdapter: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias InboundOut = RequestPart

    private var hasFailed = false

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard !hasFailed else { return }
        context.fireChannelRead(wrapInboundOut(part(unwrapInboundIn(data))))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        // On a stream, any error means that its request is none. Elsewhere another error is followed by the end of input
        // or of the channel, which is heard of anyway.
        let isStream = context.channel.isStream
        guard let refusal = Refusal(error) ?? (isStream ? .malformed : nil), !hasFailed else { return }
        hasFailed = true
        var request = Refusal.nothing
        if isStream { request.version = .http2 }
        context.fireChannelRead(wrapInboundOut(.refused(refusal, request)))
        context.fireChannelReadComplete()
    }

    private func part(_ part: HTTPServerRequestPart) -> RequestPart {
        switch part {
        case .head(let head): .head(head, brokenBody: false)
        case .body(let bytes): .body(bytes)
        case .end: .end
        }
    }
}

extension Refusal {
    /// What an error of NIO's HTTP/1 decoder means; nil if it is none.
    init?(_ error: any Error) {
        guard let error = error as? HTTPParserError else { return nil }
        switch error {
        case .headerOverflow: self = .headersTooLarge
        case .invalidVersion: self = .versionNotSupported
        default: self = .malformed
        }
    }
}
