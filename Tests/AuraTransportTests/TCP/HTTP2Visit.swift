import AuraWire
import NIOCore
import NIOHPACK
import NIOHTTP1
import NIOHTTP2
import NIOPosix
import NIOSSL

/// Requests over one HTTP/2 connection.
struct HTTP2Visit {
    private let multiplexer: NIOHTTP2Handler.StreamMultiplexer
    private let channel: any Channel

    init(_ address: AuraWire.SocketAddress) async throws {
        var configuration = TLSConfiguration.makeClientConfiguration()
        configuration.certificateVerification = .none
        configuration.applicationProtocols = ["h2"]
        let context = try NIOSSLContext(configuration: configuration)
        let bootstrap = ClientBootstrap(group: .singletonMultiThreadedEventLoopGroup).channelInitializer { channel in
            channel.eventLoop.makeCompletedFuture {
                let tls = try NIOSSLClientHandler(context: context, serverHostname: nil)
                // There from the start, so that it sees the server's first frame.
                let http = NIOHTTP2Handler(mode: .client, eventLoop: channel.eventLoop) { stream in
                    stream.eventLoop.makeSucceededVoidFuture()
                }
                try channel.pipeline.syncOperations.addHandlers([tls, http])
            }
        }
        channel = try await bootstrap.connect(host: "\(address.ip)", port: Int(address.port)).get()
        multiplexer = try await channel.pipeline.handler(type: NIOHTTP2Handler.self).flatMap { $0.multiplexer }.get()
    }

    func close() {
        channel.close(promise: nil)
    }

    /// Status and body of each answer. Without an `authority`, the host is in the field `host`.
    func get(_ paths: [String], cookie: String, authority: Bool = true) async throws -> [String] {
        let answers = paths.map { path in
            let promise = channel.eventLoop.makePromise(of: String.self)
            multiplexer.createStreamChannel(promise: nil) { stream in
                stream.eventLoop.makeCompletedFuture {
                    if !authority { try stream.pipeline.syncOperations.addHandler(HostWriter()) }
                    let handlers: [any ChannelHandler] = [
                        HTTP2FramePayloadToHTTP1ClientCodec(httpProtocol: .https), Requester(path, cookie, promise),
                    ]
                    try stream.pipeline.syncOperations.addHandlers(handlers)
                }
            }
            return promise.futureResult
        }
        return try await EventLoopFuture.whenAllSucceed(answers, on: channel.eventLoop).get()
    }
}

/// Writes `host` where the codec wrote `:authority`.
private final class HostWriter: ChannelOutboundHandler {
    typealias OutboundIn = HTTP2Frame.FramePayload
    typealias OutboundOut = HTTP2Frame.FramePayload

    func write(context: ChannelHandlerContext, data: NIOAny, promise: EventLoopPromise<Void>?) {
        guard case .headers(var frame) = Self.unwrapOutboundIn(data) else {
            return context.write(data, promise: promise)
        }
        let host = frame.headers.first(name: ":authority") ?? ""
        frame.headers.remove(name: ":authority")
        frame.headers.add(name: "host", value: host)
        context.write(Self.wrapOutboundOut(.headers(frame)), promise: promise)
    }
}

private final class Requester: ChannelInboundHandler {
    typealias InboundIn = HTTPClientResponsePart
    typealias OutboundOut = HTTPClientRequestPart

    private let path: String
    private let cookie: String
    private let promise: EventLoopPromise<String>
    private var answer = ""

    init(_ path: String, _ cookie: String, _ promise: EventLoopPromise<String>) {
        self.path = path
        self.cookie = cookie
        self.promise = promise
    }

    func channelActive(context: ChannelHandlerContext) {
        let head = HTTPRequestHead(
            version: .http2, method: .GET, uri: path, headers: ["host": "localhost", "cookie": cookie])
        context.write(Self.wrapOutboundOut(.head(head)), promise: nil)
        context.writeAndFlush(Self.wrapOutboundOut(.end(nil)), promise: nil)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch Self.unwrapInboundIn(data) {
        case .head(let head): answer += "\(head.status.code) "
        case .body(let body): answer += String(buffer: body)
        case .end: promise.succeed(answer)
        }
    }

    func channelInactive(context: ChannelHandlerContext) {
        promise.fail(ChannelError.eof)
    }
}
