internal import AuraSession
internal import AuraTransport
internal import AuraTunnel
internal import AuraWire

/// Takes inner packets to the sessions that they are for: routes, seals into one batch, sends. Owned by one thread.
struct PacketSender: ~Copyable, Sendable {
    /// Datagrams sent at once: as many as four segmented sends of full size hold.
    private static var capacity: Int { 192 }
    /// Their bytes: no fewer than a super-packet needs.
    private static var bytes: Int { 4 * 65_535 + Session.longestDatagram }

    private let routes: SessionRoutes
    private let links: LinkTable
    private let mailbox: Mailbox<NodeEvent>
    private var snapshot: Published<SessionRoutes.Snapshot>.Copy
    private var datagrams: PacketBatch
    private var link: (any Link)?
    private var linkVersion: UInt64 = 0
    private var recent = RecentRoute()

    init(routes: SessionRoutes, links: LinkTable, mailbox: Mailbox<NodeEvent>) {
        self.routes = routes
        snapshot = routes.current.copy
        self.links = links
        self.mailbox = mailbox
        datagrams = PacketBatch(capacity: Self.capacity, bytes: Self.bytes)
    }

    /// Sends all packets of the batch, which need ``PayloadKind/longestPrefix`` bytes of headroom. Those without a way are
    /// dropped and counted.
    mutating func send(_ packets: inout PacketBatch, tally: inout TrafficTally) {
        refresh()
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

    /// Routes may have changed, and links closed, since the last batch.
    private mutating func refresh() {
        if routes.current.refresh(&snapshot) { recent = RecentRoute() }
        let version = links.version
        guard linkVersion != version else { return }
        linkVersion = version
        link = nil
    }

    /// The session for a packet; drops packets that have none.
    private mutating func route(_ packets: inout PacketBatch, _ index: Int, _ tally: inout TrafficTally) -> Session? {
        guard packets.entries[index].length > 0 else { return nil }
        let header = packets.withPacket(at: index) { IPPacketHeader($0.span) }
        if let header, let session = recent.session(for: header.destination, in: snapshot.value) { return session }
        tally.drop(header == nil ? .malformed : .unroutable)
        packets.drop(at: index)
        return nil
    }

    private mutating func seal(
        _ packets: inout PacketBatch, _ range: Range<Int>, in session: Session?, now: ContinuousClock.Instant,
        _ tally: inout TrafficTally
    ) {
        guard let session, !range.isEmpty else { return }
        if link == nil { use(session.path.link) }
        var cursor = SealCursor(range)
        while !cursor.isAtEnd {
            guard let link else {
                tally.drop(.linkRefused, packets: cursor.remaining)
                return mailbox.wake()
            }
            do throws(SealError) {
                let run = try session.seal(
                    &packets, from: &cursor, over: link.id.rawValue, longest: Self.longest(on: link),
                    into: &datagrams, now: now)
                guard run.path.link == link.id.rawValue else {
                    use(run.path.link)
                    continue
                }
                count(run, &tally)
                if !cursor.isAtEnd { flush() }
            } catch .noRoom {
                tally.drop(.tooLarge)
                cursor.skip()
            } catch {
                tally.drop(.keysExpired, packets: cursor.remaining)
                return mailbox.wake()
            }
        }
    }

    /// What a link carries whole. One that could carry some super-packets only carries none: they would be longer than the
    /// path is known to take.
    private static func longest(on link: any Link) -> Int {
        let size = link.maxDatagramSize
        return size >= Session.longestDatagram ? size : 0
    }

    private func count(_ run: SealedRun, _ tally: inout TrafficTally) {
        tally.txPackets &+= UInt64(run.sealed)
        tally.txBytes &+= UInt64(run.bytes)
        tally.drop(.malformed, packets: run.malformed)
        if run.wasQuiet { mailbox.wake() }
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
