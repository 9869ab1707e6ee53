internal import AuraCrypto
internal import AuraWire
internal import Foundation
internal import Logging
internal import NIOCore
internal import NIOPosix
internal import NIOSSL

/// One attempt to connect.
final class TCPAttempt: Sendable {
    private let address: AuraWire.SocketAddress
    private let configuration: TCPClientConfiguration
    private let key: OuterKey
    private let loops: TCPLoops
    private let logger: Logger
    private let promise: EventLoopPromise<TCPLink>
    private let loop: any EventLoop

    init(
        _ address: AuraWire.SocketAddress, _ configuration: TCPClientConfiguration, key: OuterKey, loops: TCPLoops,
        logger: Logger
    ) {
        self.address = address
        self.configuration = configuration
        self.key = key
        self.loops = loops
        self.logger = logger
        loop = loops.group.next()
        promise = loop.makePromise()
    }

    /// Connects and waits for the outcome.
    func run() async throws -> TCPLink {
        let timeout = configuration.timeout
        let timer = loop.scheduleTask(in: timeout.nio) { self.fail("no answer within \(timeout)") }
        promise.futureResult.whenComplete { _ in timer.cancel() }
        if let target = address.nio {
            bootstrap.connect(to: target).whenFailure { self.promise.fail($0) }
        } else {
            fail("that is no address to connect to")
        }
        return try await promise.futureResult.get()
    }

    /// Ends the attempt; does nothing once it has ended.
    func fail(_ why: String) {
        promise.fail(ConnectFailure(why))
    }

    /// Why it failed, for the caller.
    func explain(_ error: any Error) -> TransportError {
        switch error {
        case let error as IOError where [EPERM, EACCES].contains(error.errnoCode) && configuration.mark != nil:
            .notPermitted("mark packets (SO_MARK)", SystemError(error))
        case let error as NIOSSLExtraError
        where [.invalidSNIHostname, .cannotUseIPAddressInSNI].contains(error):
            .configuration("\(configuration.serverName ?? "") is not a name that TLS can ask a server for")
        default: .notConnected(.tcp, address, ConnectFailure(error).text)
        }
    }

    private var bootstrap: ClientBootstrap {
        var options = TCPSocketOption.connection
        if let mark = configuration.mark.flatMap(TCPSocketOption.mark) { options.append(mark) }
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(configuration.timeout.nio)
            .channelOption(.writeBufferWaterMark, value: .aura)
            .channelOption(.recvAllocator, value: AdaptiveRecvByteBufferAllocator.aura)
            .channelOption(.maxMessagesPerRead, value: 1)
            .channelInitializer { channel in channel.eventLoop.makeCompletedFuture { try self.prepare(channel) } }
        return options.reduce(bootstrap) { $0.channelOption($1.option, value: $1.value) }
    }

    private func prepare(_ channel: any Channel) throws {
        // Whatever ends the attempt without a link, the connection ends with it.
        promise.futureResult.whenFailure { _ in channel.close(promise: nil) }
        let greeting = ClientGreeting(configuration, key: key) { [loops, logger] channel in
            TCPLink(channel: channel, pool: loops.pool, logger: logger)
        } done: { [promise] result in
            promise.completeWith(result)
        }
        let context = try ClientTLS.context.get()
        let tls = try NIOSSLClientHandler(context: context, serverHostname: configuration.serverName)
        try channel.pipeline.syncOperations.addHandler(tls)
        try greeting.install(in: channel.pipeline)
    }
}
