internal import AuraCrypto
internal import AuraWire
internal import Crypto
internal import NIOCore
internal import NIOHTTP1
internal import NIOSSL
internal import NIOTLS

/// A client's side of the way from TLS to the link: sends the first request, and judges the answer.
///
/// An answer other than 101 comes here, behind the upgrade handler, and means that the server took us for a stranger.
final class ClientGreeting: ChannelInboundHandler, RemovableChannelHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let configuration: TCPClientConfiguration
    private let key: OuterKey
    private let makeLink: (any Channel) -> TCPLink
    /// Hears of the outcome; called at least once, and only the first call counts.
    private let done: (Result<TCPLink, any Error>) -> Void
    private let socketKey = UpgradeRequest.makeKey()

    init(
        _ configuration: TCPClientConfiguration, key: OuterKey, makeLink: @escaping (any Channel) -> TCPLink,
        done: @escaping (Result<TCPLink, any Error>) -> Void
    ) {
        self.configuration = configuration
        self.key = key
        self.makeLink = makeLink
        self.done = done
    }

    /// Puts itself and HTTP behind TLS.
    func install(in pipeline: ChannelPipeline) throws {
        let upgrade = ClientUpgrade(key: socketKey) { [self] channel in
            try becomeLink(channel)
        }
        var limits = NIOHTTPDecoderLimitConfiguration()
        limits.maxHeaderListSize = TCPLimits.answerBytes
        limits.maxHeaderFieldSize = TCPLimits.answerBytes
        try pipeline.syncOperations.addHTTPClientHandlers(
            leftOverBytesStrategy: .forwardBytes, decoderLimitConfiguration: limits,
            withClientUpgrade: (upgraders: [upgrade], completionHandler: { _ in }))
        try pipeline.syncOperations.addHandler(self)
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted? = event as? TLSUserEvent else {
            return context.fireUserInboundEventTriggered(event)
        }
        do { try greet(context) } catch { done(.failure(error)) }
    }

    private func greet(_ context: ChannelHandlerContext) throws {
        guard let certificate = try context.pipeline.syncOperations.nioSSL_peerCertificate()?.toDERBytes() else {
            throw ConnectFailure("it showed no certificate")
        }
        guard configuration.pins.isEmpty || configuration.pins.contains(Array(SHA256.hash(data: certificate))) else {
            throw ConnectFailure("none of the pinned certificates is its own: another server, or a new certificate")
        }
        let proof = OuterProof(key: key, transport: .tcp).bytes(for: certificate, at: .millisecondsNow)
        let headers = UpgradeRequest.headers(host: configuration.host, proof: proof, key: socketKey)
        let head = HTTPRequestHead(version: .http1_1, method: .GET, uri: UpgradeRequest.path, headers: headers)
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        guard case .head(let head) = Self.unwrapInboundIn(data) else { return }
        let causes = "wrong outer key, wrong clock, or not an Aura server"
        done(.failure(ConnectFailure("it answers like a website (\(head.status.code)): \(causes)")))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        done(.failure(error))
    }

    func channelInactive(context: ChannelHandlerContext) {
        done(.failure(ConnectFailure(ConnectFailure.ended)))
        context.fireChannelInactive()
    }

    private func becomeLink(_ channel: any Channel) throws {
        // Nobody is there yet to take what comes; the system keeps it.
        try channel.syncOptions?.setOption(.autoRead, value: false)
        channel.pipeline.syncOperations.removeHandler(self, promise: nil)
        let link = makeLink(channel)
        try channel.pipeline.syncOperations.addHandler(LinkChannelHandler(link: link))
        done(.success(link))
    }
}
