public import AuraCrypto
public import AuraWire
public import Logging
internal import Synchronization

/// The transports of a server, bound together and run together.
public final class MultiServer: Sendable {
    /// What to bind; a transport that is `nil` is not served.
    public struct Plan: Sendable {
        /// Where Aura's own protocol is served.
        public var udp: SocketAddress?
        /// Sockets for it on one port, each with a thread that receives, among which the system spreads the peers; at most
        /// ``UDPLink/maximumSockets``, and one where the system cannot.
        public var udpSockets = 1
        /// How each of them is set up.
        public var udpConfiguration = UDPConfiguration()
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

    private let udp: [UDPLink]
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
        Dictionary(listeners.map { ($0.transport, $0.boundAddress) }, uniquingKeysWith: { first, _ in first })
    }

    /// What came of those who came to a transport; `nil` for one that has no connections.
    public func admissions(of transport: TransportKind) -> ListenerStatistics? {
        connections.first { $0.transport == transport }?.admissions
    }

    /// Begins to serve. To be called once.
    ///
    /// - Parameters:
    ///   - makeHandler: makes a handler for each thread that receives, and is told the thread's number: 0 and up, those of
    ///     the UDP sockets first.
    ///   - opened: hears of each link before its first datagram: each UDP socket, and each connection that has proved the
    ///     outer key.
    public func start<Handler: DatagramHandler & ~Copyable>(
        _ makeHandler: @escaping @Sendable (Int) -> Handler, opened: @escaping @Sendable (any Link) -> Void
    ) throws(TransportError) {
        for (number, link) in udp.enumerated() {
            opened(link)
            try link.start(makeHandler(number))
        }
        let numbers = ThreadNumbers(from: udp.count)
        for listener in connections { try listener.start({ makeHandler(numbers.next()) }, accepted: opened) }
    }

    /// Stops to listen. Connections live on until they are closed one by one; the UDP sockets are closed with them.
    public func close(_ reason: LinkCloseReason) {
        for listener in listeners { listener.close(reason) }
    }

    private var listeners: [any Listener] {
        udp.map { $0 as any Listener } + connections.map { $0 as any Listener }
    }
}

/// Numbers the threads of listeners as they ask for their handlers.
private final class ThreadNumbers: Sendable {
    private let last: Atomic<Int>

    init(from first: Int) {
        last = Atomic(first)
    }

    func next() -> Int { last.wrappingAdd(1, ordering: .relaxed).oldValue }
}
