internal import NIOCore

/// Counts what a place sends before HTTP reads it, so that endless fields and tiny chunks are bounded, too.
final class DownloadBound: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias InboundOut = ByteBuffer

    private let place: DownloadPlace
    private let limit: Int
    /// What may still come.
    private var rest: Int

    init(_ place: DownloadPlace, limit: Int) {
        self.place = place
        self.limit = limit
        let (twice, isTooMuch) = limit.addingReportingOverflow(limit)
        let (all, isStillTooMuch) = twice.addingReportingOverflow(HTTPSDownload.maximumOverhead)
        rest = isTooMuch || isStillTooMuch ? .max : all
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        let count = Self.unwrapInboundIn(data).readableBytes
        guard count <= rest else {
            rest = 0
            context.fireErrorCaught(DownloadError.tooLarge(place.authority, announced: nil, limit: limit))
            return
        }
        rest -= count
        context.fireChannelRead(data)
    }
}
