public import AuraCrypto
public import AuraWire
internal import Foundation
public import Logging

extension QUICLink {
    /// Makes a link to a server: TLS, then the proof of the outer key, which the server must accept.
    ///
    /// Ends early, with an error, when the task is cancelled. Throws ``TransportError/notConnected(_:_:_:)`` with the
    /// reason when no link comes about in time.
    public static func connect(
        to address: SocketAddress, configuration: QUICClientConfiguration, key: OuterKey, logger: Logger
    ) async throws(TransportError) -> QUICLink {
        let pass = QUICPass(
            tls: try QUICTLS(), proof: OuterProof(key: key, transport: .quic), pins: configuration.pins)
        let station = try makeStation(for: address, configuration, logger)
        let promise = QUICPromise()
        do throws(SystemError) {
            try station.start {
                run(station, pass, address: address, configuration, promise)
            }
        } catch {
            throw TransportError(doing: "start a thread for QUIC", error)
        }
        let result = await withTaskCancellationHandler {
            await promise.value
        } onCancel: {
            _ = station.mailbox.post {
                $0.closings.append(.init(link: nil, reason: .local("cancelled"), waker: nil))
            }
        }
        switch result {
        case .success(let link): return link
        case .failure(let reason):
            station.join()
            throw .notConnected(.quic, address, reason.description)
        }
    }

    private static func makeStation(
        for address: SocketAddress, _ configuration: QUICClientConfiguration, _ logger: Logger
    ) throws(TransportError) -> QUICStation {
        let isIPv6 = address.ip.unmapped.isIPv6
        let any = SocketAddress(isIPv6 ? .v6(IPv6Address(bits: 0)) : .v4(IPv4Address(bits: 0)), port: 0)
        var udp = UDPConfiguration()
        udp.bufferBytes = configuration.bufferBytes
        udp.mark = configuration.mark
        udp.segmentation = configuration.segmentation
        udp.busyPoll = configuration.busyPoll
        return try QUICStation(socket: try open(any), configuration: udp, logger: logger)
    }

    private static func open(_ any: SocketAddress) throws(TransportError) -> UDPSocket {
        do throws(SystemError) {
            return try UDPSocket.bound(to: any)
        } catch {
            throw TransportError(doing: "open a socket for QUIC", error)
        }
    }

    /// The client's thread, from beginning to end.
    private static func run(
        _ station: QUICStation, _ pass: QUICPass, address: SocketAddress, _ configuration: QUICClientConfiguration,
        _ promise: QUICPromise
    ) {
        var endpoint = QUICEndpoint(pass: pass)
        let time = QUICTime.now
        // Constant at this end: when our own address changes, that is for the server to notice.
        let remote = SocketAddress(address.ip.unmapped, port: address.port)
        let path = QUICPath(local: station.localAddress, remote: remote)
        let name = configuration.serverName.flatMap { IPAddress($0) == nil ? $0 : nil }
        let token = QUICTokens.shared.take(for: remote)
        let connection = endpoint.connect(path: path, serverName: name, token: token, at: time)
        let owner = QUICClientOwner(
            station: station, promise: promise, hasConnection: connection != nil,
            deadline: time.ticks &+ configuration.timeout.nanosecondsClamped)
        QUICWorker(station: station, endpoint: endpoint, owner: owner).run()
    }
}
