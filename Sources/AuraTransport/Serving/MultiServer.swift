public import AuraCrypto
public import AuraWire
public import Logging

/// The transports of a server, bound together and run together.
public final class MultiServer: Sendable {
    /// What to bind; a transport that is `nil` is not served.
    public struct Plan: Sendable {
        /// Where Aura's own protocol is served.
        public var udp: SocketAddress?
        /// Where TLS over TCP is served, and how.
        public var tcp: (address: SocketAddress, configuration: TCPServerConfiguration)?
        /// Where QUIC is served, and how.
        public var quic: (address: SocketAddress, configuration: QUICServerConfiguration)?

        /// Serves nothing.
        public init() {}
    }

    private let udp: UDPLink?
    private let connections: [any ConnectionListener]

    /// Binds all of `plan`, or nothing.
    public static func bind(_ plan: Plan, key: OuterKey, logger: Logger) throws(TransportError) -> MultiServer {
        var bound: [any Listener] = []
        do throws(TransportError) {
            let udp = try plan.udp.map { address throws(TransportError) in
                try UDPLink.bind(to: address, key: key, logger: logger)
            }
            if let udp { bound.append(udp) }
            var connections: [any ConnectionListener] = []
            if let (address, configuration) = plan.tcp {
                connections.append(
                    try TCPListener.bind(to: address, configuration: configuration, key: key, logger: logger))
                bound.append(contentsOf: connections.suffix(1).map { $0 as any Listener })
            }
            if let (address, configuration) = plan.quic {
                connections.append(
                    try QUICListener.bind(to: address, configuration: configuration, key: key, logger: logger))
            }
            return MultiServer(udp: udp, connections: connections)
        } catch {
            for listener in bound { listener.close(.local("another transport cannot be bound")) }
            throw error
        }
    }

    private init(udp: UDPLink?, connections: [any ConnectionListener]) {
        self.udp = udp
        self.connections = connections
    }

    /// What is listened on, with the ports that the system chose where 0 was asked for.
    public var boundAddresses: [TransportKind: SocketAddress] {
        Dictionary(uniqueKeysWithValues: listeners.map { ($0.transport, $0.boundAddress) })
    }

    /// What came of those who came to a transport; `nil` for one that has no connections.
    public func admissions(of transport: TransportKind) -> ListenerStatistics? {
        connections.first { $0.transport == transport }?.admissions
    }

    /// Begins to serve. To be called once.
    ///
    /// - Parameters:
    ///   - makeHandler: makes a handler for each thread that receives.
    ///   - opened: hears of each link before its first datagram: the UDP socket, and each connection that has proved the
    ///     outer key.
    public func start<Handler: DatagramHandler & ~Copyable>(
        _ makeHandler: @escaping @Sendable () -> Handler, opened: @escaping @Sendable (any Link) -> Void
    ) throws(TransportError) {
        if let udp {
            opened(udp)
            try udp.start(makeHandler())
        }
        for listener in connections { try listener.start(makeHandler, accepted: opened) }
    }

    /// Stops to listen. Connections live on until they are closed one by one; the UDP socket is closed with them.
    public func close(_ reason: LinkCloseReason) {
        for listener in listeners { listener.close(reason) }
    }

    private var listeners: [any Listener] {
        (udp.map { [$0 as any Listener] } ?? []) + connections.map { $0 as any Listener }
    }
}
