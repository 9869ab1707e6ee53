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
    let device: String
    let mtu: Int
    let addresses: InnerAddresses
    let link: UDPLink
    let transports: ServerTransports
    let clock = NodeClock()

    func currentStatus() async -> NodeStatus {
        let board = parts.board.snapshot
        return NodeStatus(
            role: .server, version: AuraVersion.text, pid: clock.pid, startedAtUnix: clock.startedAt,
            uptimeSeconds: clock.uptime,
            interface: InterfaceStatus(name: device, mtu: mtu, addresses: addresses.all.map(\.description)),
            totals: TrafficStatus(parts.counters.snapshot(), links: [link.statistics]),
            transports: TransportKind.allCases.map(transport),
            sessions: board.rows.values.map(session).sorted { $0.peerName < $1.peerName },
            handshakes: board.handshakes)
    }

    private func transport(_ kind: TransportKind) -> TransportStatus {
        guard kind != .udp else {
            return TransportStatus(name: kind.rawValue, state: .listening, address: "\(link.boundAddress)")
        }
        let isEnabled = transports[kind].enabled
        return TransportStatus(
            name: kind.rawValue, state: .off, detail: isEnabled ? "not served by this version" : "disabled")
    }

    private func session(_ row: ServerBoard.Row) -> SessionStatus {
        let session = row.session
        return SessionStatus(
            peerName: session.peer.name, peerFingerprint: session.peer.fingerprintText,
            state: .established, transport: TransportKind.udp.rawValue, remoteAddress: "\(session.path.remote)",
            innerAddresses: session.peerAddresses.all.map(\.description), establishedAtUnix: row.establishedAt,
            lastHandshakeUnix: row.lastHandshake,
            lastReceivedSecondsAgo: max(0, (ContinuousClock.now - session.lastTimes.received).components.seconds),
            traffic: TrafficStatus(session.traffic))
    }
}
