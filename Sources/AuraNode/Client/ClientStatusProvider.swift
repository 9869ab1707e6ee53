internal import AuraConfig
internal import AuraControl
internal import AuraPKI
internal import AuraSession
internal import AuraTransport
internal import AuraTunnel
internal import AuraWire

/// Tells what the client does.
struct ClientStatusProvider: StatusProvider {
    let parts: ClientParts
    let tunnel: ProfileTunnel
    let clock = NodeClock()

    func currentStatus() async -> NodeStatus {
        let board = parts.board.snapshot
        let inner = board.welcome?.addresses.map(\.description) ?? []
        return NodeStatus(
            role: .client, version: AuraVersion.text, pid: clock.pid, startedAtUnix: clock.startedAt,
            uptimeSeconds: clock.uptime,
            interface: InterfaceStatus(
                name: parts.device.name, mtu: board.welcome.map { Int($0.mtu) } ?? 0, addresses: inner),
            totals: TrafficStatus(parts.counters.snapshot(), links: parts.link.map { [$0.statistics] } ?? []),
            transports: TransportKind.allCases.map { transport($0, board) },
            sessions: board.session.map { [session($0, board)] } ?? [], split: split(board),
            handshakes: board.handshakes, reconnects: board.reconnects)
    }

    private func transport(_ kind: TransportKind, _ board: ClientBoard.State) -> TransportStatus {
        guard kind == .udp else {
            return TransportStatus(name: kind.rawValue, state: .off, detail: "not dialled by this version")
        }
        let isConnected = board.phase == .established || board.phase == .rekeying
        return TransportStatus(
            name: kind.rawValue, state: isConnected ? .connected : .connecting,
            address: board.remote.map { "\($0)" } ?? "", detail: isConnected ? nil : board.lastFailure)
    }

    private func session(_ session: Session, _ board: ClientBoard.State) -> SessionStatus {
        SessionStatus(
            peerName: session.peer.name, peerFingerprint: session.peer.fingerprintText,
            state: board.phase, transport: TransportKind.udp.rawValue, remoteAddress: "\(session.path.remote)",
            innerAddresses: board.welcome?.addresses.map(\.description) ?? [], establishedAtUnix: board.establishedAt,
            lastHandshakeUnix: board.lastHandshake,
            lastReceivedSecondsAgo: max(0, (ContinuousClock.now - session.lastTimes.received).components.seconds),
            roundTripMs: board.roundTrip.map { $0 / .milliseconds(1) }, traffic: TrafficStatus(session.traffic))
    }

    private func split(_ board: ClientBoard.State) -> SplitStatus {
        let pools = board.welcome?.pools ?? []
        return SplitStatus(
            defaultAction: tunnel.defaultAction.rawValue, vpn: (tunnel.split.vpn + pools).map(\.description),
            direct: tunnel.split.direct.map(\.description))
    }
}
