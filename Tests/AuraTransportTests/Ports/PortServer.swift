import AuraTransport
import AuraWire
import Testing

/// A started server with all that its links say.
final class PortServer: Sendable {
    let server: MultiServer
    private let witness = QUICWitness()

    init(_ plan: MultiServer.Plan) throws {
        server = try MultiServer.bind(plan, key: Fixtures.key, logger: Fixtures.logger)
        let witness = witness
        try server.start({ _ in QUICWitnessHandler(witness: witness) }) { _ in }
    }

    deinit {
        server.close(.local("the test is over"))
    }

    /// The port that a transport has.
    func port(_ transport: TransportKind) -> UInt16? { server.boundAddresses[transport]?.port }

    /// Sends something to a transport, by a client that knows the key, and expects that it comes here.
    func expectsToHear(_ transport: TransportKind, at host: SocketAddress) async throws {
        let address = host.with(port: try #require(port(transport)))
        let datagram = Fixtures.data(200, seed: UInt64.random(in: 0 ... .max))
        let link = try await Self.connect(transport, address)
        var batch = PacketBatch([datagram], to: address)
        link.send(&batch)
        try await witness.wait { $0.datagrams.contains(datagram) }
        link.close(.local("done"))
    }

    private static func connect(_ transport: TransportKind, _ address: SocketAddress) async throws -> any Link {
        switch transport {
        case .udp: return try Fixtures.client()
        case .tcp:
            let link = try await TCPLink.connect(
                to: address, configuration: TCPClientConfiguration(serverName: nil, host: "localhost"),
                key: Fixtures.key, logger: Fixtures.logger)
            try link.start(QUICWitnessHandler(witness: QUICWitness()))
            return link
        case .quic:
            let link = try await QUICLink.connect(
                to: address, configuration: QUICClientConfiguration(serverName: "example.org"), key: Fixtures.key,
                logger: Fixtures.logger)
            try link.start(QUICWitnessHandler(witness: QUICWitness()))
            return link
        }
    }
}

extension MultiServer.Plan {
    /// Serves transports at addresses.
    init(
        _ wanted: [TransportKind: SocketAddress], scan: Int = PortScan.maximumCandidates, requiresAll: Bool = false
    ) {
        self.init()
        udp = wanted[.udp]
        tcp = wanted[.tcp].map { ($0, TCPHost.configuration) }
        quic = wanted[.quic].map { ($0, QUICFixtures.server) }
        self.scan = PortScan(maximumCandidates: scan)
        self.requiresAll = requiresAll
    }

    /// Binds, and gives everything back.
    func boundForOnce() throws(TransportError) -> MultiServer {
        let server = try MultiServer.bind(self, key: Fixtures.key, logger: Fixtures.logger)
        server.close(.local("that was all"))
        return server
    }
}
