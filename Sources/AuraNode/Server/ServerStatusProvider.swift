internal import AuraConfig
internal import AuraControl
internal import AuraPKI
internal import AuraSession
internal import AuraTransport
internal import AuraTunnel
internal import AuraWire
internal import Foundation

/// Tells what the server does.
struct ServerStatusProvider: StatusProvider {
    let parts: ServerParts
    let devices: DeviceQueues
    let mtu: Int
    let addresses: InnerAddresses
    let server: MultiServer
    let transports: ServerTransports
    let manifests: ManifestOffice
    let clock = NodeClock()

    func currentStatus() async -> NodeStatus {
        let board = parts.board.snapshot
        return NodeStatus(
            role: .server, version: AuraVersion.text, pid: clock.pid, startedAtUnix: clock.startedAt,
            uptimeSeconds: clock.uptime,
            interface: InterfaceStatus(
                name: devices.name, mtu: mtu, addresses: addresses.all.map(\.description), offloads: devices.offloads,
                queues: devices.count),
            totals: TrafficStatus(parts.counters.snapshot(), links: parts.links.statistics),
            transports: TransportKind.allCases.map { transport($0, board) },
            sessions: board.rows.values.map(session).sorted { $0.peerName < $1.peerName },
            handshakes: board.handshakes,
            bridges: manifests.record().status(now: Date(), advice: "aura sign-bridges makes one for clients"))
    }

    private func transport(_ kind: TransportKind, _ board: ServerBoard.State) -> TransportStatus {
        guard let address = server.boundAddresses[kind] else {
            guard transports[kind].enabled else {
                return TransportStatus(name: kind.rawValue, state: .off, detail: "disabled")
            }
            let reason = server.failures[kind].map { "\($0)" }
            return TransportStatus(name: kind.rawValue, state: .failed, detail: reason ?? "not bound")
        }
        let admissions = server.admissions(of: kind)
        return TransportStatus(
            name: kind.rawValue, state: .listening, address: "\(address)", detail: displaced(kind, address),
            failures: board.broken[kind],
            lastFailure: board.lastBroken[kind], links: admissions?.open, accepted: admissions?.accepted,
            strangers: admissions?.strangers)
    }

    /// Which port had been wanted, if another was bound.
    private func displaced(_ kind: TransportKind, _ address: SocketAddress) -> String? {
        guard let wanted = server.requestedAddresses[kind]?.port, wanted != 0, wanted != address.port else {
            return nil
        }
        return "\(wanted) was taken"
    }

    private func session(_ row: ServerBoard.Row) -> SessionStatus {
        let session = row.session
        return SessionStatus(
            peerName: session.peer.name, peerFingerprint: session.peer.fingerprintText,
            state: .established, transport: parts.links[session.path.link]?.transport.rawValue ?? "",
            remoteAddress: "\(session.path.remote)",
            innerAddresses: session.peerAddresses.all.map(\.description), establishedAtUnix: row.establishedAt,
            lastHandshakeUnix: row.lastHandshake,
            lastReceivedSecondsAgo: max(0, (ContinuousClock.now - session.lastTimes.received).components.seconds),
            traffic: TrafficStatus(session.traffic))
    }
}
