internal import NIOCore
internal import NIOHTTP1

/// The handlers that make HTTP/1.1 of a connection's bytes.
struct HTTPStack {
    let encoder = HTTPResponseEncoder()
    let decoder: any RemovableChannelHandler
    /// All but the encoder, in order.
    let others: [any RemovableChannelHandler]

    init() {
        decoder = Self.makeDecoder()
        others = [
            decoder, HTTPServerPipelineHandler(), NIOHTTPResponseHeadersValidator(), HTTPServerProtocolErrorHandler(),
        ]
    }

    static func makeDecoder() -> any RemovableChannelHandler {
        ByteToMessageHandler(HTTPRequestDecoder(leftOverBytesStrategy: .forwardBytes, limitConfiguration: limits))
    }

    private static var limits: NIOHTTPDecoderLimitConfiguration {
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderFieldSize = TCPLimits.headerBytes.field
        limits.maxHeaderListSize = TCPLimits.headerBytes.total
        limits.maxHeaderFieldCount = TCPLimits.headerBytes.count
        return limits
    }
}
