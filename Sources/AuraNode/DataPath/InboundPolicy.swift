internal import AuraSession
internal import AuraTunnel
internal import AuraWire

/// What may come out of a session.
enum InboundPolicy: Sendable {
    /// A client takes packets for its own addresses only.
    case client
    /// A server takes packets from the peer's own addresses only, and keeps clients apart unless it is told not to.
    case server(own: InnerAddresses, pools: [CIDR], allowsClientToClient: Bool)

    /// Where a packet goes.
    enum Verdict: Sendable {
        case deliver
        case relay
        case drop(DropReason)
    }

    func judge(_ packet: Span<UInt8>, from session: Session) -> Verdict {
        guard let header = IPPacketHeader(packet) else { return .drop(.malformed) }
        guard case .server(let own, let pools, let allowsClientToClient) = self else { return .deliver }
        guard session.peerAddresses.contains(header.source) else { return .drop(.sourceMismatch) }
        guard !own.contains(header.destination), pools.contains(where: { $0.contains(header.destination) }) else {
            return .deliver
        }
        return allowsClientToClient ? .relay : .drop(.clientIsolation)
    }
}
