internal import AuraSession
internal import AuraTransport
internal import AuraTunnel
internal import AuraWire
internal import Logging

/// From the links to the device: opens what belongs to sessions, lets through what may pass, and hands everything else
/// to the control thread. Lives on a link's thread.
struct InboundWorker: ~Copyable, DatagramHandler {
    /// Packets of a batch after which answers are looked for at once.
    private static var smallBatch: Int { 8 }

    private let table: SessionTable
    private let lane: DeviceLane
    private let mailbox: Mailbox<NodeEvent>
    private let counters: TrafficCounters
    private let currentPolicy: Published<InboundPolicy>
    private var policy: Published<InboundPolicy>.Copy
    private var found = FoundSession()
    private let logger: Logger
    private var relayed: PacketBatch
    private var sender: PacketSender

    init(
        table: SessionTable, routes: SessionRoutes, links: LinkTable, lane: DeviceLane,
        mailbox: Mailbox<NodeEvent>, counters: TrafficCounters, policy: Published<InboundPolicy>, logger: Logger
    ) {
        self.table = table
        self.lane = lane
        self.mailbox = mailbox
        self.counters = counters
        currentPolicy = policy
        self.policy = policy.copy
        self.logger = logger
        sender = PacketSender(routes: routes, links: links, mailbox: mailbox)
        // Only a server that lets clients talk to each other relays; pages that are never touched cost nothing.
        relayed = PacketBatch(capacity: 128, bytes: 4 * 65_536, headroom: PayloadKind.longestPrefix)
    }

    mutating func handle(_ batch: inout PacketBatch, from link: any Link) {
        let now = ContinuousClock.now
        var tally = TrafficTally()
        _ = currentPolicy.refresh(&policy)
        var index = 0
        while index < batch.count {
            index = handleRun(&batch, from: index, link.id.rawValue, now: now, &tally)
        }
        deliver(&batch, &tally)
        counters.add(tally)
    }

    mutating func linkClosed(_ link: any Link, reason: LinkCloseReason) {
        mailbox.post(.linkClosed(link.id.rawValue, reason))
    }

    /// Deals with the longest run that has one receiver index and one sender; returns the index after it.
    private mutating func handleRun(
        _ batch: inout PacketBatch, from start: Int, _ link: UInt32, now: ContinuousClock.Instant,
        _ tally: inout TrafficTally
    ) -> Int {
        let entry = batch.entries[start]
        guard entry.length > 0 else { return start + 1 }
        let path = SessionPath(link: link, remote: entry.remote)
        guard let index = receiverIndex(&batch, start) else {
            handOver(&batch, start, path, &tally)
            return start + 1
        }
        var end = start + 1
        while end < batch.count, batch.entries[end].remote == path.remote, receiverIndex(&batch, end) == index {
            end += 1
        }
        guard let session = found.session(for: index, in: table) else {
            for index in start..<end { batch.drop(at: index) }
            tally.drop(.noSession, packets: end - start)
            return end
        }
        open(&batch, start..<end, session, path, now: now, &tally)
        return end
    }

    private func receiverIndex(_ batch: inout PacketBatch, _ index: Int) -> UInt32? {
        batch.withPacket(at: index) { DataHeader($0.span)?.receiverIndex }
    }

    /// Handshakes are for the control thread, as far as it keeps up.
    private func handOver(_ batch: inout PacketBatch, _ index: Int, _ path: SessionPath, _ tally: inout TrafficTally) {
        let datagram = batch.withPacket(at: index) { bytes in bytes.indices.map { bytes[$0] } }
        batch.drop(at: index)
        if !mailbox.offer(.datagram(datagram, path), fromStranger: true) { tally.drop(.queueFull) }
    }

    private mutating func open(
        _ batch: inout PacketBatch, _ range: Range<Int>, _ session: Session, _ path: SessionPath,
        now: ContinuousClock.Instant, _ tally: inout TrafficTally
    ) {
        let report = session.open(&batch, range, from: path, now: now)
        for control in report.control where !mailbox.offer(.control(control, session)) { tally.drop(.queueFull) }
        if report.moved { _ = mailbox.offer(.moved(session)) }
        tally.drop(.replayed, packets: report.replayed)
        tally.drop(.authenticationFailed, packets: report.forged)
        tally.drop(.keysExpired, packets: report.withoutKeys)
        tally.drop(.malformed, packets: report.malformed)
        for index in range where batch.entries[index].length > 0 { filter(&batch, index, session, &tally) }
    }

    private mutating func filter(
        _ batch: inout PacketBatch, _ index: Int, _ session: Session, _ tally: inout TrafficTally
    ) {
        let policy = policy.value
        switch batch.withPacket(at: index, { policy.judge($0.span, from: session) }) {
        case .deliver: break
        case .relay: relay(&batch, index, &tally)
        case .drop(let reason):
            batch.drop(at: index)
            tally.drop(reason)
        }
    }

    /// Moves a packet for another client to the batch that is sealed again.
    private mutating func relay(_ batch: inout PacketBatch, _ index: Int, _ tally: inout TrafficTally) {
        let (length, offload) = (batch.entries[index].length, batch.entries[index].offload)
        if !relayed.hasRoom(for: length) { flushRelayed(&tally) }
        batch.withPacket(at: index) { packet in
            _ = relayed.append(upTo: length) { copy in
                for byte in packet.indices { copy[byte] = packet[byte] }
                return length
            }
        }
        relayed.entries[relayed.count - 1].offload = offload
        batch.drop(at: index)
        tally.received(bytes: length)
    }

    private mutating func flushRelayed(_ tally: inout TrafficTally) {
        guard relayed.count > 0 else { return }
        sender.send(&relayed, tally: &tally)
        relayed.removeAll()
    }

    private mutating func deliver(_ batch: inout PacketBatch, _ tally: inout TrafficTally) {
        flushRelayed(&tally)
        do throws(DeviceError) {
            let result = try lane.device.write(&batch)
            tally.rxPackets &+= UInt64(result.writtenPackets)
            tally.rxBytes &+= UInt64(result.writtenBytes)
            tally.drop(.deviceRefused, packets: result.refused)
            tally.drop(.malformed, packets: result.malformed)
            // A batch that is large is part of a stream, whose answers can wait, and the next of it should not.
            if (1...Self.smallBatch).contains(result.writtenPackets) { lane.reader.turnAround() }
        } catch {
            logger.debug("The TUN device takes no packets", metadata: ["error": "\(error)"])
        }
    }
}
