internal import NIOCore
internal import NIOHPACK
internal import NIOHTTP2

/// Gives a request of HTTP/2 that names its host in a `host` field the `:authority` that the codec behind it asks for. Both
/// are allowed (RFC 9113 section 8.3.1).
final class AuthorityFiller: ChannelInboundHandler {
    typealias InboundIn = HTTP2Frame.FramePayload
    typealias InboundOut = HTTP2Frame.FramePayload

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .headers(var frame) = Self.unwrapInboundIn(data), let host = Self.missing(in: frame.headers) else {
            return context.fireChannelRead(data)
        }
        // What begins with a colon has to stand in front.
        frame.headers = HPACKHeaders([(":authority", host)] + frame.headers.map { ($0.name, $0.value) })
        context.fireChannelRead(Self.wrapInboundOut(.headers(frame)))
    }

    /// The host of a request that has it in the field alone; nil for trailers as well.
    private static func missing(in headers: HPACKHeaders) -> String? {
        guard headers.contains(name: ":method"), !headers.contains(name: ":authority") else { return nil }
        return headers.first(name: "host")
    }
}
