import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
import NIOPosix
public import ServiceLifecycle
import Synchronization

/// The local control API of a running node: HTTP/1.1 over its claimed unix socket.
///
/// `GET /v1/status` answers with a ``NodeStatus`` in JSON, `GET /metrics` with the same in the Prometheus text
/// format, `GET /v1/health` with `{"status":"ok"}`. Who may connect is decided by the mode of the socket alone.
public final class ControlServer: Service {
    /// More connections than this wait until one ends.
    static let maximumConnections = 64
    /// A connection on which nothing is asked for this long is closed.
    static let idleTimeout = TimeAmount.seconds(30)
    /// How long an answer in progress may hold up the shutdown.
    static let shutdownGrace = TimeAmount.seconds(1)

    /// Where the server can be reached.
    public let path: String
    private let socket: Mutex<ControlSocket?>
    private let channel: HTTP1Channel
    private let logger: Logger

    /// A server on a claimed socket; it answers once it runs.
    public init(socket: consuming ControlSocket, provider: some StatusProvider, logger: Logger) {
        self.path = socket.path
        self.socket = Mutex(socket)
        self.logger = logger
        self.channel = ControlResponder(provider: provider, logger: logger).channel(idleTimeout: Self.idleTimeout)
    }

    /// Answers until the service group shuts down or the task is cancelled, then removes the socket and its lock.
    ///
    /// A server runs once: a second call throws ``ControlServerError/alreadyRun``. Otherwise throws
    /// ``ControlSocketError`` or what the event loop says.
    public func run() async throws {
        _ = try await serve()
    }

    /// Answers as ``run()`` does, and gives the claim on the path back: the caller holds socket and lock for as long as
    /// it still has to clean up, so that no other node can start meanwhile.
    public func serve() async throws -> ControlSocket {
        guard let claimed = socket.withLock({ $0.take() }) else { throw ControlServerError.alreadyRun }
        let listener = try await listen(on: claimed)
        logger.info("control socket is ready", metadata: ["path": "\(path)"])
        try await withTaskCancellationHandler {
            try await withGracefulShutdownHandler {
                try await serve(listener)
            } onGracefulShutdown: {
                listener.channel.close(promise: nil)
            }
        } onCancel: {
            listener.channel.close(promise: nil)
        }
        return claimed
    }

    private func listen(
        on claimed: borrowing ControlSocket
    ) async throws -> NIOAsyncChannel<HTTP1Channel.Value, Never> {
        let descriptor = try claimed.duplicateDescriptor()
        let (channel, logger) = (channel, logger)
        return try await ServerBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .serverChannelInitializer { server in
                server.eventLoop.makeCompletedFuture {
                    let limit = AvailableConnectionsChannelHandler(maxConnections: Self.maximumConnections)
                    try server.pipeline.syncOperations.addHandler(limit)
                }
            }
            .childChannelOption(ChannelOptions.allowRemoteHalfClosure, value: true)
            .bind(descriptor) { channel.setup(channel: $0, logger: logger) }
    }

    private func serve(_ listener: NIOAsyncChannel<HTTP1Channel.Value, Never>) async throws {
        try await withThrowingDiscardingTaskGroup { group in
            try await listener.executeThenClose { connections in
                for try await connection in connections {
                    group.addTask { await self.answer(connection) }
                }
            }
        }
    }

    private func answer(_ connection: HTTP1Channel.Value) async {
        await withGracefulShutdownHandler {
            await channel.handle(value: connection, logger: logger)
        } onGracefulShutdown: {
            Self.finish(connection.channel)
        }
    }

    /// Closes an idle connection at once, and a busy one after its answer or after the grace.
    private static func finish(_ connection: any Channel) {
        connection.pipeline.fireUserInboundEventTriggered(ChannelShouldQuiesceEvent())
        connection.eventLoop.scheduleTask(in: shutdownGrace) { connection.close(promise: nil) }
    }
}

/// A mistake in how a ``ControlServer`` is used.
public enum ControlServerError: Error, Equatable, Sendable, CustomStringConvertible {
    /// `run` was called a second time.
    case alreadyRun

    /// One sentence for the log.
    public var description: String { "the control server has been run before; claim the socket again" }
}
