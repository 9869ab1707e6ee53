import AuraTransport
import AuraWire
import NIOCore
import NIOPosix
import NIOSSL
import NIOTLS
import Synchronization

/// A web server on 127.0.0.1 that answers as a script says, byte for byte.
final class DownloadSite: Sendable {
    /// What it does once a request is there.
    enum Action: Sendable {
        case send(String)
        /// So many bytes of no meaning.
        case fill(Int)
        /// Ends the connection as TLS wants it.
        case close
        /// Ends it without TLS's goodbye.
        case cut
    }

    typealias Script = @Sendable (_ target: String) -> [Action]

    private static let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)

    let port: UInt16
    private let channel: any Channel
    private let state: State

    /// What came.
    final class State: Sendable {
        let requests = Mutex<[String]>([])
        let names = Mutex<[String?]>([])
        let ended = Mutex(0)
    }

    /// - Parameter certificate: `nil` for a server without TLS.
    init(
        certificate: String? = DownloadFixture.certificate, key: String = DownloadFixture.key,
        maximum: TLSVersion? = nil, script: @escaping Script
    ) async throws {
        let context = try certificate.map { try Self.context($0, key, maximum) }
        let state = State()
        channel = try await ServerBootstrap(group: Self.group)
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    if let context { try Self.addTLS(to: channel, context, state) }
                    try channel.pipeline.syncOperations.addHandler(SiteHandler(script, state))
                }
            }
            .bind(host: "127.0.0.1", port: 0).get()
        port = UInt16(channel.localAddress?.port ?? 0)
        self.state = state
    }

    /// The requests as they came.
    var requests: [String] { state.requests.withLock { $0 } }
    /// The names that clients asked for in the clear.
    var names: [String?] { state.names.withLock { $0 } }
    /// How many connections have ended.
    var ended: Int { state.ended.withLock { $0 } }

    /// A download from here.
    func download(_ target: String = "/", host: String = "files.test") -> HTTPSDownload {
        var download = HTTPSDownload(host: host, port: port, target: target) { _ in
            [IPAddress.v4(IPv4Address(bits: 0x7f00_0001))]
        }
        download.roots = DownloadFixture.authority
        return download
    }

    func stop() {
        channel.close(promise: nil)
    }

    private static func context(_ certificate: String, _ key: String, _ maximum: TLSVersion?) throws
        -> NIOSSLContext
    {
        let chain = try NIOSSLCertificate.fromPEMBytes(Array(certificate.utf8))
        var tls = TLSConfiguration.makeServerConfiguration(
            certificateChain: chain.map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(bytes: Array(key.utf8), format: .pem)))
        tls.minimumTLSVersion = .tlsv1
        tls.maximumTLSVersion = maximum
        tls.applicationProtocols = ["h2", "http/1.1"]
        return try NIOSSLContext(configuration: tls)
    }

    private static func addTLS(to channel: any Channel, _ context: NIOSSLContext, _ state: State)
        throws
    {
        let reader = ByteToMessageHandler(
            SNIHandler { result in
                if case .hostname(let name) = result {
                    state.names.withLock { $0.append(name) }
                } else {
                    state.names.withLock { $0.append(nil) }
                }
                return channel.eventLoop.makeSucceededVoidFuture()
            })
        try channel.pipeline.syncOperations.addHandlers([reader, NIOSSLServerHandler(context: context)])
    }
}

private final class SiteHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let script: DownloadSite.Script
    private let state: DownloadSite.State
    private var text = ""

    init(_ script: @escaping DownloadSite.Script, _ state: DownloadSite.State) {
        self.script = script
        self.state = state
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        text += String(buffer: Self.unwrapInboundIn(data))
        // What is no request in text is a client's TLS that meets a server without.
        guard text.hasSuffix("\r\n\r\n") || !text.hasPrefix("G") else { return }
        state.requests.withLock { $0.append(text) }
        let words = text.split(separator: " ")
        text = ""
        for action in script(words.count > 1 ? String(words[1]) : "") { perform(action, context) }
        context.flush()
    }

    private func perform(_ action: DownloadSite.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .send(let text):
            context.write(Self.wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
        case .fill(let count):
            context.write(Self.wrapOutboundOut(ByteBuffer(repeating: UInt8(ascii: "x"), count: count)), promise: nil)
        case .close:
            context.flush()
            context.close(promise: nil)
        case .cut:
            context.flush()
            let tls = try? context.pipeline.syncOperations.context(handlerType: NIOSSLServerHandler.self)
            tls?.close(promise: nil)
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) {
        context.close(promise: nil)
    }

    func channelInactive(context: ChannelHandlerContext) {
        state.ended.withLock { $0 += 1 }
    }
}
