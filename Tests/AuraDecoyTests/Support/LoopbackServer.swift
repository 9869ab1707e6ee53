import AuraDecoy
import NIOCore
import NIOHTTP1
import NIOHTTP2
import NIOPosix
import NIOSSL
import Synchronization

/// Serves a decoy on a port of the loopback interface, without TLS if nothing is said.
final class LoopbackServer: Sendable {
    enum Mode: Sendable, CaseIterable {
        /// The decoy's own HTTP/1 codec.
        case own
        /// NIO's HTTP/1 codec.
        case nio
        /// HTTP/2 with prior knowledge.
        case http2
        /// What stands where TLS should have begun.
        case plain
    }

    private let channel: any Channel
    let port: Int
    private let connections: Connections

    private final class Connections: Sendable { let open = Atomic(0) }

    /// Connections that are not closed yet.
    var open: Int { connections.open.load(ordering: .relaxed) }

    init(
        _ decoy: Decoy, _ mode: Mode = .own, host: String = "127.0.0.1", tls: NIOSSLContext? = nil
    ) async throws {
        let connections = Connections()
        self.connections = connections
        channel = try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: mode != .http2)
            .childChannelInitializer { channel in
                connections.open.wrappingAdd(1, ordering: .relaxed)
                channel.closeFuture.whenComplete { _ in connections.open.wrappingSubtract(1, ordering: .relaxed) }
                return channel.eventLoop.makeCompletedFuture {
                    if let tls { try channel.pipeline.syncOperations.addHandler(NIOSSLServerHandler(context: tls)) }
                    try Self.set(up: channel, decoy, mode)
                }
            }
            .bind(host: host, port: 0).get()
        port = channel.localAddress?.port ?? 0
    }

    deinit {
        channel.close(promise: nil)
    }

    private static func set(up channel: any Channel, _ decoy: Decoy, _ mode: Mode) throws {
        let pipeline = channel.pipeline.syncOperations
        switch mode {
        case .own: try decoy.addHTTP1Handlers(to: channel)
        case .plain: try decoy.addPlainHTTPHandlers(to: channel)
        case .nio:
            try pipeline.configureHTTPServerPipeline(withPipeliningAssistance: false, withErrorHandling: false)
            try decoy.addHandlers(to: channel)
        case .http2:
            _ = try pipeline.configureHTTP2Pipeline(
                mode: .server, connectionConfiguration: .init(), streamConfiguration: .init()
            ) { stream in
                stream.eventLoop.makeCompletedFuture {
                    try stream.pipeline.syncOperations.addHandler(HTTP2FramePayloadToHTTP1ServerCodec())
                    try decoy.addHandlers(to: stream)
                }
            }
        }
    }
}
