internal import AuraConfig
internal import AuraControl
internal import AuraPKI
internal import AuraSession
internal import AuraTransport
internal import AuraTunnel
internal import AuraWire
internal import Foundation

/// Tells what the client does.
struct ClientStatusProvider: StatusProvider {
    let parts: ClientParts
    let profile: ClientProfile
    let clock = NodeClock()

    /// What to do when the server does not answer at all.
    static let advice = """
        If other programs took the server's ports, it has others: its operator signs them into a bridges manifest \
        (aura sign-bridges). Put that into the file that bridges.file of the profile names, or get a new profile.
        """

    func currentStatus() async -> NodeStatus {
        let board = parts.board.snapshot
        let inner = board.welcome?.addresses.map(\.description) ?? []
        return NodeStatus(
            role: .client, version: AuraVersion.text, pid: clock.pid, startedAtUnix: clock.startedAt,
            uptimeSeconds: clock.uptime,
            interface: InterfaceStatus(
                name: parts.devices.name, mtu: board.welcome.map { Int($0.mtu) } ?? 0, addresses: inner,
                offloads: parts.devices.offloads, queues: parts.devices.count),
            totals: TrafficStatus(parts.counters.snapshot(), links: parts.linkTable.statistics),
            transports: TransportKind.allCases.map { transport($0, board) },
            sessions: board.session.map { [session($0, board)] } ?? [], split: split(board),
            handshakes: board.handshakes, reconnects: board.reconnects,
            link: board.current.map {
                LinkStatus(
                    transport: $0.transport.rawValue, remoteAddress: "\($0.address)",
                    sinceUnix: board.since == 0 ? nil : board.since)
            }, moves: board.moves,
            bridges: board.manifest.status(now: Date(), advice: board.session == nil ? Self.advice : nil))
    }

    private func transport(_ kind: TransportKind, _ board: ClientBoard.State) -> TransportStatus {
        let way = board.ways[kind] ?? ClientBoard.Way()
        guard profile.transportOrder.contains(kind) else {
            return TransportStatus(name: kind.rawValue, state: .off, detail: "not in transport.order")
        }
        guard board.offered.contains(kind) else {
            return TransportStatus(name: kind.rawValue, state: .off, detail: "not offered by the server")
        }
        let isInUse = board.current?.transport == kind
        return TransportStatus(
            name: kind.rawValue, state: state(way, isInUse: isInUse, board),
            address: (isInUse ? board.current : way.endpoint).map { "\($0.address)" } ?? "",
            detail: way.hasFailed ? way.lastFailure?.detail : nil, inUse: isInUse,
            roundTripMs: isInUse ? board.roundTrip.map { $0 / .milliseconds(1) } : nil,
            pathPayloadBytes: isInUse ? board.link?.maxDatagramSize : nil, attempts: way.attempts,
            failures: way.failures, lastFailure: way.lastFailure)
    }

    private func state(_ way: ClientBoard.Way, isInUse: Bool, _ board: ClientBoard.State) -> TransportState {
        if isInUse, board.phase == .established || board.phase == .rekeying { return .connected }
        if board.phase == .connecting || board.phase == .lost { return .connecting }
        return way.hasFailed ? .failed : .off
    }

    private func session(_ session: Session, _ board: ClientBoard.State) -> SessionStatus {
        SessionStatus(
            peerName: session.peer.name, peerFingerprint: session.peer.fingerprintText,
            state: board.phase, transport: board.current?.transport.rawValue ?? "",
            remoteAddress: "\(session.path.remote)",
            innerAddresses: board.welcome?.addresses.map(\.description) ?? [], establishedAtUnix: board.establishedAt,
            lastHandshakeUnix: board.lastHandshake,
            lastReceivedSecondsAgo: max(0, (ContinuousClock.now - session.lastTimes.received).components.seconds),
            roundTripMs: board.roundTrip.map { $0 / .milliseconds(1) }, traffic: TrafficStatus(session.traffic))
    }

    private func split(_ board: ClientBoard.State) -> SplitStatus {
        let pools = board.welcome?.pools ?? []
        return SplitStatus(
            defaultAction: profile.tunnel.defaultAction.rawValue,
            vpn: (profile.tunnel.split.vpn + pools).map(\.description),
            direct: profile.tunnel.split.direct.filter { !pools.contains($0) }.map(\.description))
    }
}
