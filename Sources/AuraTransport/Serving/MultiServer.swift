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
        /// How other ports are found when the wanted ones are taken.
        public var scan = PortScan()
        /// Whether nothing is served unless everything can be.
        public var requiresAll = false

        /// Serves nothing.
        public init() {}
    }

    /// What was asked for, bound or not.
    public let requestedAddresses: [TransportKind: SocketAddress]
    /// Why what was asked for is not bound; empty when all is.
    public let failures: [TransportKind: TransportError]

    private let udp: UDPLink?
    private let connections: [any ConnectionListener]

    /// Binds what can be bound of `plan`.
    ///
    /// Throws when that is nothing, or not all though ``Plan/requiresAll`` is set; nothing is bound then.
    public static func bind(_ plan: Plan, key: OuterKey, logger: Logger) throws(TransportError) -> MultiServer {
        var binding = Binding(plan, key: key, logger: logger)
        binding.bindAll()
        let server = MultiServer(binding, requested: plan.addresses)
        guard server.listeners.isEmpty || plan.requiresAll && !server.failures.isEmpty else { return server }
        server.close(.local("another transport cannot be bound"))
        throw binding.error
    }

    private init(_ binding: Binding, requested: [TransportKind: SocketAddress]) {
        requestedAddresses = requested
        failures = binding.failures
        udp = binding.udp
        connections = binding.connections
    }

    /// What is listened on: the ports that were free, or that the system chose where 0 was asked for.
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
