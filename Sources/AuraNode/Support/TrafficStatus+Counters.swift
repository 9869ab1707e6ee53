internal import AuraControl
internal import AuraSession
internal import AuraTransport
internal import AuraTunnel

extension TrafficStatus {
    /// What the whole node has carried, with the drops of its links among its own.
    init(_ snapshot: TrafficSnapshot, links: LinkStatistics) {
        self.init(
            txPackets: snapshot.txPackets, txBytes: snapshot.txBytes, rxPackets: snapshot.rxPackets,
            rxBytes: snapshot.rxBytes)
        for (reason, count) in snapshot.drops where count > 0 { drops[reason.rawValue] = count }
        for (reason, count) in links.dropsByReason { drops["link_\(reason)", default: 0] += count }
    }

    /// What one session has carried.
    init(_ traffic: SessionTraffic) {
        self.init(
            txPackets: traffic.txPackets, txBytes: traffic.txBytes, rxPackets: traffic.rxPackets,
            rxBytes: traffic.rxBytes)
    }
}
