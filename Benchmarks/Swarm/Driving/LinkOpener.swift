import AuraConfig
import AuraCrypto
import AuraTransport
import AuraWire
import Logging

/// Opens the links of clients, as the client program does but for the mark that it puts on its packets.
struct LinkOpener: Sendable {
    private let ports: [TransportKind: UInt16]
    private let tlsName: HostName
    private let pins: [[UInt8]]
    private let key: OuterKey
    private let loops = TCPLoops(count: 2)
    private let logger = Logger(label: "swarm") { _ in SwiftLogNoOpLogHandler() }

    /// Takes what a profile says of the server.
    init(_ profile: ClientProfile, key: OuterKey) {
        ports = Dictionary(uniqueKeysWithValues: profile.dialOrder.map { ($0.kind, $0.port) })
        tlsName = profile.tlsName
        pins = profile.tlsPins.map(\.bytes)
        self.key = key
    }

    /// Where a transport of the server is, at one of the server's addresses.
    func endpoint(_ transport: TransportKind, at address: IPAddress) -> SocketAddress {
        SocketAddress(address, port: ports[transport] ?? 0)
    }

    /// Opens a link and starts it with its handler.
    func open(
        _ transport: TransportKind, to address: SocketAddress, for handler: consuming LinkHandler
    ) async throws -> any Link {
        switch transport {
        case .udp:
            let link = try UDPLink.ephemeral(key: key, logger: logger)
            try link.start(handler)
            return link
        case .tcp:
            let link = try await TCPLink.connect(
                to: address, configuration: tcpConfiguration(address), key: key, loops: loops, logger: logger)
            try link.start(handler)
            return link
        case .quic:
            let link = try await QUICLink.connect(
                to: address, configuration: quicConfiguration, key: key, logger: logger)
            try link.start(handler)
            return link
        }
    }

    private func tcpConfiguration(_ address: SocketAddress) -> TCPClientConfiguration {
        var configuration = TCPClientConfiguration(
            serverName: tlsName.address == nil ? tlsName.text : nil, host: "\(tlsName.bracketed):\(address.port)")
        configuration.pins = pins
        configuration.timeout = .seconds(20)
        return configuration
    }

    private var quicConfiguration: QUICClientConfiguration {
        var configuration = QUICClientConfiguration(serverName: tlsName.address == nil ? tlsName.text : nil)
        configuration.pins = Set(pins)
        configuration.timeout = .seconds(20)
        return configuration
    }
}
