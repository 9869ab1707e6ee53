internal import AuraConfig
internal import AuraCrypto
internal import AuraTransport
internal import AuraTunnel
internal import AuraWire
internal import Logging
internal import Synchronization

/// The links of a client: opens them, knows where each goes, and closes those that lost.
final class ClientLinks: Sendable {
    private let table: LinkTable
    private let key: OuterKey
    private let server: ProfileServer
    private let tlsName: HostName
    private let pins: [[UInt8]]
    private let logger: Logger
    private let makeWorker: @Sendable () -> InboundWorker
    private let endpoints = Mutex<[UInt32: Endpoint]>([:])

    init(
        _ profile: ClientProfile, key: OuterKey, table: LinkTable, logger: Logger,
        makeWorker: @escaping @Sendable () -> InboundWorker
    ) {
        server = profile.server
        tlsName = profile.tlsName
        pins = profile.tlsPins.map(\.bytes)
        self.key = key
        self.table = table
        self.logger = logger
        self.makeWorker = makeWorker
    }

    /// Opens a link and starts it. On UDP that proves nothing yet; the others are there only when the server has
    /// accepted the proof of the outer key.
    func open(_ endpoint: Endpoint) async throws(TransportError) -> any Link {
        let link: any Link
        switch endpoint.transport {
        case .udp: link = try openUDP(endpoint)
        case .tcp: link = try await openTCP(endpoint)
        case .quic: link = try await openQUIC(endpoint)
        }
        return link
    }

    /// Where a link goes.
    func endpoint(of id: UInt32) -> Endpoint? { endpoints.withLock { $0[id] } }

    /// Closes one link; its handler tells the control thread.
    func close(_ id: UInt32, _ reason: LinkCloseReason) {
        table[id]?.close(reason)
    }

    /// Closes all links but some.
    func closeAll(except kept: Set<UInt32> = [], _ reason: LinkCloseReason) {
        for link in table.all where !kept.contains(link.id.rawValue) { link.close(reason) }
    }

    /// Forgets a link that has closed; returns where it went.
    func forget(_ id: UInt32) -> Endpoint? {
        table.remove(id)
        return endpoints.withLock { $0.removeValue(forKey: id) }
    }

    private func openUDP(_ endpoint: Endpoint) throws(TransportError) -> any Link {
        var configuration = UDPConfiguration()
        configuration.mark = HostTag.outerMark
        let link = try UDPLink.ephemeral(configuration: configuration, key: key, logger: logger)
        keep(link, endpoint)
        try link.start(makeWorker())
        return link
    }

    private func openTCP(_ endpoint: Endpoint) async throws(TransportError) -> any Link {
        let host = tlsName.address?.isIPv6 == true ? "[\(tlsName)]" : "\(tlsName)"
        let port = endpoint.address.port
        var configuration = TCPClientConfiguration(
            serverName: tlsName.address == nil ? host : nil, host: port == 443 ? host : "\(host):\(port)")
        configuration.mark = HostTag.outerMark
        configuration.pins = pins
        let link = try await TCPLink.connect(
            to: endpoint.address, configuration: configuration, key: key, logger: logger)
        keep(link, endpoint)
        try link.start(makeWorker())
        return link
    }

    private func openQUIC(_ endpoint: Endpoint) async throws(TransportError) -> any Link {
        var configuration = QUICClientConfiguration(serverName: tlsName.address == nil ? "\(tlsName)" : nil)
        configuration.mark = HostTag.outerMark
        configuration.pins = Set(pins)
        let link = try await QUICLink.connect(
            to: endpoint.address, configuration: configuration, key: key, logger: logger)
        keep(link, endpoint)
        try link.start(makeWorker())
        return link
    }

    private func keep(_ link: any Link, _ endpoint: Endpoint) {
        endpoints.withLock { $0[link.id.rawValue] = endpoint }
        table.insert(link)
    }
}
