import AuraCrypto
import AuraTransport
import AuraWire
import Foundation
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Testing

/// A bare TLS client: what a stranger has, byte for byte.
struct TLSPeer {
    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    let channel: any Channel
    let certificate: [UInt8]
    let alpn: String?
    /// What came and was not asked for yet.
    private var surplus: [UInt8] = []
    private var iterator: AsyncStream<[UInt8]>.AsyncIterator

    init(
        _ address: AuraWire.SocketAddress, alpn: [String] = ["http/1.1"], maximum: TLSVersion? = nil,
        receiveBuffer: Int? = nil
    ) async throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.maximumTLSVersion = maximum
        configuration.applicationProtocols = alpn
        let context = try NIOSSLContext(configuration: configuration)
        let (stream, bytes) = AsyncStream<[UInt8]>.makeStream()
        let greeted = Self.group.next().makePromise(of: (alpn: String?, certificate: [UInt8]).self)
        var bootstrap = ClientBootstrap(group: Self.group).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let tls = try NIOSSLClientHandler(context: context, serverHostname: nil)
                try channel.pipeline.syncOperations.addHandlers([tls, TLSPeerHandler(bytes, greeted)])
            }
        }
        if let receiveBuffer {
            bootstrap = bootstrap.channelOption(.socketOption(.so_rcvbuf), value: .init(receiveBuffer))
        }
        channel = try await bootstrap.connect(host: "\(address.ip)", port: Int(address.port)).get()
        (alpn: self.alpn, certificate) = try await greeted.futureResult.get()
        iterator = stream.makeAsyncIterator()
    }

    /// An upgrade request as a client makes it.
    func upgrade(
        _ key: OuterKey, transport: TransportKind = .tcp, time: Date = Date(), certificate: [UInt8]? = nil
    ) -> String {
        let proof = OuterProof(key: key, transport: transport).bytes(
            for: certificate ?? self.certificate, at: UInt64(time.timeIntervalSince1970 * 1_000))
        return Self.upgrade(Data(proof).base64EncodedString())
    }

    static func upgrade(_ cookie: String) -> String {
        let text = cookie.map { ["+": "-", "/": "_"][$0, default: $0] }.filter { $0 != "=" }
        return "GET / HTTP/1.1\r\nHost: localhost\r\nConnection: upgrade\r\nUpgrade: websocket\r\n"
            + "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
            + "Cookie: id=\(String(text))\r\n\r\n"
    }

    /// The answer to it (the key and its answer are those of RFC 6455, section 1.3).
    static let switching =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
        + "Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n\r\n"

    func send(_ text: String) async throws {
        try await send(Array(text.utf8))
    }

    func send(_ bytes: [UInt8]) async throws {
        try await channel.writeAndFlush(ByteBuffer(bytes: bytes))
    }

    /// Waits for so many bytes.
    mutating func receive(_ count: Int) async throws -> [UInt8] {
        while surplus.count < count {
            surplus += try #require(await iterator.next(isolation: #isolation), "ended after \(surplus.count) bytes")
        }
        defer { surplus.removeFirst(count) }
        return Array(surplus.prefix(count))
    }

    /// Waits for exactly this text.
    mutating func expect(_ text: String) async throws {
        let bytes = try await receive(text.utf8.count)
        #expect(String(decoding: bytes, as: UTF8.self) == text)
    }

    /// Everything up to the end of the connection.
    mutating func rest() async -> String {
        while let more = await iterator.next(isolation: #isolation) { surplus += more }
        defer { surplus = [] }
        return String(decoding: surplus, as: UTF8.self)
    }

    /// Goes without a word: RST.
    func reset() async throws {
        try await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
        try await closeUnderTLS(.all)
    }

    /// Ends what it sends (FIN), without TLS's goodbye.
    func finish() async throws {
        try await closeUnderTLS(.output)
    }

    private func closeUnderTLS(_ mode: CloseMode) async throws {
        let channel = channel
        try await channel.eventLoop.submit {
            let tls = try channel.pipeline.syncOperations.context(handlerType: NIOSSLClientHandler.self)
            tls.close(mode: mode, promise: nil)
        }.get()
    }

    func close() {
        channel.close(promise: nil)
    }
}

/// Tells a peer what TLS brings.
private final class TLSPeerHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer

    private let bytes: AsyncStream<[UInt8]>.Continuation
    private let greeted: EventLoopPromise<(alpn: String?, certificate: [UInt8])>

    init(
        _ bytes: AsyncStream<[UInt8]>.Continuation,
        _ greeted: EventLoopPromise<(alpn: String?, certificate: [UInt8])>
    ) {
        self.bytes = bytes
        self.greeted = greeted
    }

    func userInboundEventTriggered(context: ChannelHandlerContext, event: Any) {
        guard case TLSUserEvent.handshakeCompleted(let alpn)? = event as? TLSUserEvent else { return }
        let certificate = try? context.pipeline.syncOperations.nioSSL_peerCertificate()?.toDERBytes()
        greeted.succeed((alpn, certificate ?? []))
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        bytes.yield(Array(Self.unwrapInboundIn(data).readableBytesView))
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        greeted.fail(error)
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        greeted.fail(ChannelError.eof)
        bytes.finish()
    }
}
