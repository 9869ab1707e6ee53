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
    private let tlsName: HostName
    private let pins: [[UInt8]]
    private let busyPoll: Duration
    private let logger: Logger
    private let makeWorker: @Sendable () -> InboundWorker
    private let state = Mutex(State())

    private struct State {
        var endpoints: [UInt32: Endpoint] = [:]
        /// True once the client is stopping: what was being opened is not wanted any more.
        var isShut = false
    }

    init(
        _ profile: ClientProfile, key: OuterKey, table: LinkTable, logger: Logger,
        makeWorker: @escaping @Sendable () -> InboundWorker
    ) {
        tlsName = profile.tlsName
        pins = profile.tlsPins.map(\.bytes)
        busyPoll = profile.tunnel.busyPoll
        self.key = key
        self.table = table
        self.logger = logger
        self.makeWorker = makeWorker
    }

    /// Opens a link and starts it. On UDP that proves nothing yet; the others are there only when the server has
    /// accepted the proof of the outer key.
    func open(_ endpoint: Endpoint) async throws(TransportError) -> any Link {
        switch endpoint.transport {
        case .udp: try openUDP(endpoint)
        case .tcp: try await openTCP(endpoint)
        case .quic: try await openQUIC(endpoint)
        }
    }

    /// Where a link goes.
    func endpoint(of id: UInt32) -> Endpoint? { state.withLock { $0.endpoints[id] } }

    /// Closes one link; its handler tells the control thread.
    func close(_ id: UInt32, _ reason: LinkCloseReason) {
        table[id]?.close(reason)
    }

    /// Closes all links but some.
    func closeAll(except kept: Set<UInt32> = [], _ reason: LinkCloseReason) {
        for link in table.all where !kept.contains(link.id.rawValue) { link.close(reason) }
    }

    /// Closes all links, and what is still being opened as soon as it is there.
    func shutDown(_ reason: LinkCloseReason) {
        state.withLock { $0.isShut = true }
        closeAll(reason)
    }

    /// Forgets a link that has closed; returns where it went.
    func forget(_ id: UInt32) -> Endpoint? {
        table.remove(id)
        return state.withLock { $0.endpoints.removeValue(forKey: id) }
    }

    private func openUDP(_ endpoint: Endpoint) throws(TransportError) -> any Link {
        var configuration = UDPConfiguration()
        configuration.mark = HostTag.outerMark
        configuration.busyPoll = busyPoll
        let link = try UDPLink.ephemeral(configuration: configuration, key: key, logger: logger)
        try begin(link, endpoint) { () throws(TransportError) in try link.start(makeWorker()) }
        return link
    }

    private func openTCP(_ endpoint: Endpoint) async throws(TransportError) -> any Link {
        let host = tlsName.bracketed
        let port = endpoint.address.port
        var configuration = TCPClientConfiguration(
            serverName: tlsName.address == nil ? host : nil, host: port == 443 ? host : "\(host):\(port)")
        configuration.mark = HostTag.outerMark
        configuration.pins = pins
        let link = try await TCPLink.connect(
            to: endpoint.address, configuration: configuration, key: key, logger: logger)
        try begin(link, endpoint) { () throws(TransportError) in try link.start(makeWorker()) }
        return link
    }

    private func openQUIC(_ endpoint: Endpoint) async throws(TransportError) -> any Link {
        var configuration = QUICClientConfiguration(serverName: tlsName.address == nil ? "\(tlsName)" : nil)
        configuration.mark = HostTag.outerMark
        configuration.busyPoll = busyPoll
        configuration.pins = Set(pins)
        let link = try await QUICLink.connect(
            to: endpoint.address, configuration: configuration, key: key, logger: logger)
        try begin(link, endpoint) { () throws(TransportError) in try link.start(makeWorker()) }
        return link
    }

    /// Makes a link known, and starts it. It may be closed by then, or in between.
    private func begin(
        _ link: any Link, _ endpoint: Endpoint, _ start: () throws(TransportError) -> Void
    ) throws(TransportError) {
        let isWanted = state.withLock { state in
            if !state.isShut { state.endpoints[link.id.rawValue] = endpoint }
            return !state.isShut
        }
        do throws(TransportError) {
            guard isWanted else { throw .notStartable }
            table.insert(link)
            try start()
        } catch {
            _ = forget(link.id.rawValue)
            link.close(.local("it could not be started"))
            throw error
        }
    }
}
