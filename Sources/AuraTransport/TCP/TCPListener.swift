public import AuraCrypto
public import AuraWire
internal import Foundation
public import Logging
internal import NIOCore
internal import NIOPosix
internal import Synchronization

/// A TLS server over TCP. Who proves the outer key gets a link, everybody else a website.
///
/// Make it with ``bind(to:configuration:key:logger:)``, then ``start(_:accepted:)`` it once. Until then the system
/// holds those who come.
public final class TCPListener: ConnectionListener {
    /// Always `tcp`.
    public let transport = TransportKind.tcp
    /// What was bound, with the port the system chose when 0 was asked for.
    public let boundAddress: AuraWire.SocketAddress

    private let server: TCPServer
    private let channel: any Channel

    private init(server: TCPServer, channel: any Channel, address: AuraWire.SocketAddress) {
        self.server = server
        self.channel = channel
        boundAddress = channel.localAddress?.aura ?? address
    }

    /// Binds the port. `[::]` takes IPv4 too; port 0 lets the system choose.
    ///
    /// Throws ``TransportError/addressInUse(_:_:)`` when another program holds the port, and
    /// ``TransportError/configuration(_:)`` when certificate or key cannot be used.
    ///
    /// - Parameter scan: how another port is found when the wanted one is taken.
    public static func bind(
        to address: AuraWire.SocketAddress, scan: PortScan = .single, configuration: TCPServerConfiguration,
        key: OuterKey, logger: Logger
    ) throws(TransportError) -> TCPListener {
        let server = try TCPServer(configuration, key: key, logger: logger)
        do throws(TransportError) {
            return try scan.bind(.tcp, address) { address throws(TransportError) in
                TCPListener(server: server, channel: try open(address, for: server), address: address)
            }
        } catch {
            server.close()
            throw error
        }
    }

    private static func open(
        _ address: AuraWire.SocketAddress, for server: TCPServer
    ) throws(TransportError) -> any Channel {
        do {
            guard let target = address.nio else {
                throw TransportError.configuration("\(address) is no address to bind")
            }
            return try bootstrap(server, isIPv6: address.ip.unmapped.isIPv6).bind(to: target).wait()
        } catch {
            throw TransportError(binding: address, error)
        }
    }

    private static func bootstrap(_ server: TCPServer, isIPv6: Bool) -> ServerBootstrap {
        var bootstrap = ServerBootstrap(group: server.loops.group)
            .serverChannelOption(.backlog, value: TCPLimits.backlog)
            .serverChannelOption(.socketOption(.so_reuseaddr), value: 1)
            .serverChannelOption(.autoRead, value: false)
            .serverChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHandler(AcceptFailureLog(server.logger))
                }
            }
            .childChannelInitializer { channel in
                channel.eventLoop.makeCompletedFuture { try server.welcome(channel) }
            }
        if isIPv6 {
            let both = TCPSocketOption(.ipv6, .ipv6_v6only, 0)
            bootstrap = bootstrap.serverChannelOption(both.option, value: both.value)
        }
        return TCPSocketOption.connection.reduce(bootstrap.tuned()) {
            $0.childChannelOption($1.option, value: $1.value)
        }
    }

    /// Connections so far: links, strangers, and those that were out of time.
    public var admissions: ListenerStatistics { server.admissions.statistics }

    /// Begins to accept. One handler is made for each event loop and serves all links of that loop.
    public func start<Handler: DatagramHandler & ~Copyable>(
        _ makeHandler: @escaping @Sendable () -> Handler, accepted: @escaping @Sendable (any Link) -> Void
    ) throws(TransportError) {
        var sinks: [ObjectIdentifier: any DatagramSink] = [:]
        for loop in server.loops.group.makeIterator() {
            sinks[ObjectIdentifier(loop)] = HandlerSink(makeHandler())
        }
        let audience = TCPServer.Audience(sinks: sinks, accepted: accepted)
        let isFirst = server.audience.withLock { current in
            guard current == nil, !server.isClosing, channel.isActive else { return false }
            current = audience
            return true
        }
        guard isFirst else { throw .notStartable }
        channel.setOption(.autoRead, value: true).whenSuccess { [channel] in channel.read() }
    }

    /// Stops listening; links live on, and everybody else is sent away. The port is free when this returns, unless the
    /// caller is an event loop.
    public func close(_ reason: LinkCloseReason) {
        guard server.beginClosing() else { return }
        let closed = channel.close(mode: .all)
        if !TCPLoops.isCurrent { try? closed.wait() }
        server.close()
    }
}

extension ServerBootstrap {
    /// Buffers of connections.
    fileprivate func tuned() -> ServerBootstrap {
        childChannelOption(.writeBufferWaterMark, value: .aura)
            .childChannelOption(.recvAllocator, value: AdaptiveRecvByteBufferAllocator.aura)
            .childChannelOption(.maxMessagesPerRead, value: 1)
    }
}

extension ChannelOptions.Types.WriteBufferWaterMark {
    static let aura = Self(low: TCPLimits.writeWaterMark.low, high: TCPLimits.writeWaterMark.high)
}

extension AdaptiveRecvByteBufferAllocator {
    static let aura = Self(minimum: 2_048, initial: 16_384, maximum: TCPLimits.readBytes)
}

extension TransportError {
    /// Sorts why `address` could not be bound.
    fileprivate init(binding address: AuraWire.SocketAddress, _ error: any Error) {
        switch error {
        case let error as TransportError: self = error
        case let error as IOError:
            self.init(binding: .tcp, to: address, SystemError(call: "bind", number: error.errnoCode))
        default: self = .configuration("cannot bind tcp \(address): \(error)")
        }
    }
}
