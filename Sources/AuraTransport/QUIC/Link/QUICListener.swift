public import AuraCrypto
public import AuraWire
public import Logging
internal import Synchronization

/// Listens for QUIC connections on one UDP port, with one thread that owns them all.
///
/// Whoever does not prove the outer key sees an HTTP/3 server that finds fault with what it is asked.
public final class QUICListener: ConnectionListener {
    /// Always `quic`.
    public let transport = TransportKind.quic

    private enum Stage {
        case bound(QUICDoor)
        case started
        case closed
    }

    private let station: QUICStation
    private let board = QUICBoard()
    private let stage: Mutex<Stage>

    private init(station: QUICStation, door: QUICDoor) {
        self.station = station
        stage = Mutex(.bound(door))
    }

    /// Binds a server's socket. `[::]` takes IPv4 too; port 0 lets the system choose. Answers leave from the address
    /// that was asked.
    ///
    /// - Parameters:
    ///   - scan: how another port is found when the wanted one is taken.
    ///   - taken: ports that are not tried, because another transport is known to have them.
    public static func bind(
        to address: SocketAddress, scan: PortScan = .single, passingOver taken: Set<UInt16> = [],
        configuration: QUICServerConfiguration, key: OuterKey, logger: Logger
    ) throws(TransportError) -> QUICListener {
        let tls = try QUICTLS(certificate: configuration.certificate, key: configuration.key)
        let checker = OuterProofChecker(key: key, transport: .quic, certificate: tls.leaf)
        let door = try QUICDoor(tls: tls, checker: checker, secret: configuration.secret)
        var udp = UDPConfiguration()
        udp.bufferBytes = configuration.bufferBytes
        udp.segmentation = configuration.segmentation
        udp.busyPoll = configuration.busyPoll
        let socket = try scan.bind(.quic, address, passingOver: taken) { address throws(TransportError) in
            try open(address)
        }
        let station = try QUICStation(socket: socket, configuration: udp, logger: logger)
        return QUICListener(station: station, door: door)
    }

    /// What was bound.
    public var boundAddress: SocketAddress { station.localAddress }

    /// What came of those who came, so far.
    public var admissions: ListenerStatistics { board.admissions }

    /// Newcomers that were first asked to show that they can be reached, because there were many.
    public var retries: UInt64 { board.retries }

    /// Datagrams that the kernel lost before they could be told apart by link.
    public var losses: LinkStatistics { board.losses }

    /// Starts the thread that owns the links.
    public func start<Handler: DatagramHandler & ~Copyable>(
        _ makeHandler: @escaping @Sendable () -> Handler, accepted: @escaping @Sendable (any Link) -> Void
    ) throws(TransportError) {
        let door = try takeDoor()
        let station = station
        let board = board
        do throws(SystemError) {
            try station.start {
                let receiver = QUICHandlerBox(makeHandler())
                let owner = QUICListenerOwner(station: station, board: board, receiver: receiver, accepted: accepted)
                QUICWorker(station: station, endpoint: QUICEndpoint(door: door), owner: owner).run()
            }
        } catch {
            stage.withLock { $0 = .closed }
            station.retireUnstarted()
            throw TransportError(doing: "start the QUIC listener", error)
        }
    }

    /// Takes no more connections. The port is free when this returns and no link is open, else with the last link's
    /// end.
    public func close(_ reason: LinkCloseReason) {
        let last = stage.withLock { stage in
            defer { stage = .closed }
            return stage
        }
        switch last {
        case .bound: station.retireUnstarted()
        case .started: station.close(nil, reason)
        case .closed: break
        }
    }

    private func takeDoor() throws(TransportError) -> QUICDoor {
        try stage.withLock { stage throws(TransportError) in
            guard case .bound(let door) = stage else { throw .notStartable }
            stage = .started
            return door
        }
    }

    private static func open(_ address: SocketAddress) throws(TransportError) -> UDPSocket {
        do throws(SystemError) {
            return try UDPSocket.bound(to: address)
        } catch {
            throw TransportError(binding: .quic, to: address, error)
        }
    }
}
