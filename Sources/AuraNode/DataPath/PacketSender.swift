internal import AuraSession
internal import AuraTransport
internal import AuraTunnel
internal import AuraWire

/// Takes inner packets to the sessions that they are for: routes, seals into one batch, sends. Owned by one thread.
struct PacketSender: ~Copyable, Sendable {
    /// Datagrams sent at once.
    private static var capacity: Int { 128 }

    private let routes: SessionRoutes
    private let links: LinkTable
    private let mailbox: Mailbox<NodeEvent>
    private var snapshot = SessionRoutes.Snapshot()
    private var datagrams: PacketBatch
    private var link: (any Link)?

    /// - Parameter mtu: the longest inner packet in bytes.
    init(routes: SessionRoutes, links: LinkTable, mailbox: Mailbox<NodeEvent>, mtu: Int) {
        self.routes = routes
        self.links = links
        self.mailbox = mailbox
        datagrams = PacketBatch(capacity: Self.capacity, bytes: Self.capacity * (mtu + Session.packetOverhead))
    }

    /// Sends all packets of the batch, which need one byte of headroom. Those without a way are dropped and counted.
    mutating func send(_ packets: inout PacketBatch, tally: inout TrafficTally) {
        routes.refresh(&snapshot)
        // Looked up anew each time: a link may have closed since.
        link = nil
        let now = ContinuousClock.now
        var session: Session?
        var start = 0
        for index in 0..<packets.count {
            let next = route(&packets, index, &tally)
            guard next !== session else { continue }
            seal(&packets, start..<index, in: session, now: now, &tally)
            session = next
            start = index
        }
        seal(&packets, start..<packets.count, in: session, now: now, &tally)
        flush()
    }

    /// The session for a packet; drops packets that have none.
    private func route(_ packets: inout PacketBatch, _ index: Int, _ tally: inout TrafficTally) -> Session? {
        guard packets.entries[index].length > 0 else { return nil }
        let header = packets.withPacket(at: index) { IPPacketHeader($0.span) }
        if let header, let session = snapshot.session(for: header.destination) { return session }
        tally.drop(header == nil ? .malformed : .unroutable)
        packets.drop(at: index)
        return nil
    }

    private mutating func seal(
        _ packets: inout PacketBatch, _ range: Range<Int>, in session: Session?, now: ContinuousClock.Instant,
        _ tally: inout TrafficTally
    ) {
        guard let session, !range.isEmpty else { return }
        use(session.path.link)
        var rest = range
        while !rest.isEmpty {
            guard let link else {
                tally.drop(.linkRefused, packets: rest.count)
                return mailbox.wake()
            }
            do throws(SealError) {
                let run = try session.seal(&packets, rest, over: link.id.rawValue, into: &datagrams, now: now)
                guard run.path.link == link.id.rawValue else {
                    use(run.path.link)
                    continue
                }
                tally.txPackets &+= UInt64(run.sealed)
                tally.txBytes &+= UInt64(run.bytes)
                if run.wasQuiet { mailbox.wake() }
                rest = (rest.lowerBound + run.packets)..<rest.upperBound
                if !rest.isEmpty { flush() }
            } catch {
                tally.drop(error == .noRoom ? .tooLarge : .keysExpired, packets: rest.count)
                return mailbox.wake()
            }
        }
    }

    /// Everything in the batch goes over one link.
    private mutating func use(_ id: UInt32) {
        guard link?.id.rawValue != id else { return }
        flush()
        link = links[id]
    }

    private mutating func flush() {
        guard datagrams.count > 0 else { return }
        if let link { link.send(&datagrams) }
        datagrams.removeAll()
    }
}
