import AsyncHTTPClient
import AuraControl
import Foundation
import Logging
import NIOCore
import NIOHTTP1
import NIOPosix
import ServiceLifecycle

let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

/// Runs a control server on a claimed socket while the body runs, then shuts it down gracefully and waits for its end.
@discardableResult
func withServer<Result: Sendable>(
    at path: String, _ status: NodeStatus = .serverSample, _ body: () async throws -> Result
) async throws -> Result {
    let server = ControlServer(
        socket: try ControlSocket.claim(path), provider: FixedProvider(status: status), logger: quiet)
    let services = ServiceGroup(services: [server], logger: quiet)
    async let running: Void = services.run()
    await untilAnswering(path)
    let result: Swift.Result<Result, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    await services.triggerGracefulShutdown()
    try await running
    return try result.get()
}

/// Returns as soon as somebody listens.
func untilAnswering(_ path: String) async {
    while true {
        do throws(ControlClientError) {
            return try await ControlClient(path: path).checkHealth()
        } catch .refused, .nothingThere {
            await Task.yield()
        } catch {
            return
        }
    }
}

/// One answer over the socket, as `curl --unix-socket` would see it.
struct Answer {
    var status: UInt
    var headers: HTTPHeaders
    var body: String

    static func of(_ uri: String, at path: String, method: HTTPMethod = .GET) async throws -> Answer {
        guard let url = URL(httpURLWithSocketPath: path, uri: uri) else { throw URLError(.badURL) }
        var request = HTTPClientRequest(url: url.absoluteString)
        request.method = method
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let body = try await response.body.collect(upTo: 1 << 20)
        return Answer(status: response.status.code, headers: response.headers, body: String(buffer: body))
    }
}

/// A listener that is no Aura: it says one fixed thing to whoever asks something, or nothing.
@discardableResult
func withStranger<Result: Sendable>(
    at path: String, saying text: String?, _ body: () async throws -> Result
) async throws -> Result {
    let channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .childChannelInitializer { child in
            text.map { child.pipeline.addHandler(Parrot(text: $0)) } ?? child.eventLoop.makeSucceededVoidFuture()
        }
        .bind(unixDomainSocketPath: path).get()
    let result: Swift.Result<Result, any Error>
    do { result = .success(try await body()) } catch { result = .failure(error) }
    try await channel.close()
    return try result.get()
}

/// Answers whatever comes with one text.
private final class Parrot: ChannelInboundHandler, Sendable {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer
    private let text: String

    init(text: String) {
        self.text = text
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text)), promise: nil)
    }
}

/// A client that connects, says something and waits.
func connect(to path: String, saying text: String) async throws -> any Channel {
    let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
        .connect(unixDomainSocketPath: path).get()
    try await channel.writeAndFlush(ByteBuffer(string: text))
    return channel
}

/// Leaves the socket of a process that died: the file is there, nobody listens. The listener would remove its file at
/// its end, so the file is elsewhere just then.
func leaveDeadSocket(at path: String) async throws {
    try await withStranger(at: path, saying: nil) {
        try FileManager.default.moveItem(atPath: path, toPath: path + ".aside")
    }
    try FileManager.default.moveItem(atPath: path + ".aside", toPath: path)
}
