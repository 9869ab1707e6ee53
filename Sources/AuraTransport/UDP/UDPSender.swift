internal import AuraWire
internal import CAura
internal import Foundation

/// Sends one batch: cuts it into runs, hands them to the kernel, and deals with what the kernel refuses.
struct UDPSender {
    /// How long a send may wait for room in the socket's buffer, once a batch, in milliseconds.
    static let patience: Int32 = 5

    let link: UDPLink
    var tally = LinkStatistics()
    private(set) var outbox: Outbox
    private var mayWait = true
    private var lostSource = false

    init(link: UDPLink, outbox: Outbox = Outbox()) {
        self.link = link
        self.outbox = outbox
    }

    /// Sends all of the batch.
    mutating func send(_ batch: inout PacketBatch) {
        batch.withStorage { memory, entries in
            dropUnreachable(&entries)
            var next = 0
            while next < entries.count {
                next = outbox.fill(entries, next..<entries.count, in: memory, limits: link.segmentLimits)
                link.sources?.apply(to: &outbox, of: entries)
                sendOutbox(entries, memory)
            }
        }
    }

    /// An IPv4 socket cannot send to IPv6, which the shim would not notice.
    private mutating func dropUnreachable(_ entries: inout [PacketBatch.Entry]) {
        guard link.socket.family == 4 else { return }
        for index in entries.indices where entries[index].length > 0 && !link.socket.canReach(entries[index].remote) {
            entries[index].length = 0
            tally.drop(.unreachable)
        }
    }

    private mutating func sendOutbox(_ entries: [PacketBatch.Entry], _ memory: UnsafeMutableRawBufferPointer) {
        var first = 0
        while first < outbox.messages.count {
            switch link.socket.send(outbox, from: first) {
            case .done(let count):
                let end = min(first + max(count, 1), outbox.messages.count)
                for run in outbox.runs[first..<end] { tally.sent.add(datagrams: run.segments, bytes: run.bytes) }
                first = end
            case .wouldBlock where mayWait:
                mayWait = false
                link.socket.waitWritable(timeout: Self.patience)
            case .wouldBlock:
                drop(outbox.runs[first], EAGAIN)
                first += 1
            case .failed(let number):
                if recover(first, number, entries, memory) { first += 1 }
            }
        }
    }

    /// Deals with the failure of message `index`; false when it is to be sent again as it now is.
    private mutating func recover(
        _ index: Int, _ number: Int32, _ entries: [PacketBatch.Entry], _ memory: UnsafeMutableRawBufferPointer
    ) -> Bool {
        let run = outbox.runs[index]
        if run.segments > 1, SendFailure.mayBlameSegmenting(number) {
            sendSingly(run, entries, memory, refused: number)
        } else if dropsSource(index, number, entries) {
            return false
        } else {
            drop(run, number)
        }
        return true
    }

    /// After a failure that a vanished source address can explain: forgets it and leaves the choice to the kernel.
    private mutating func dropsSource(
        _ index: Int, _ number: Int32, _ entries: [PacketBatch.Entry]
    ) -> Bool {
        guard outbox.messages[index].source.family != 0, SendFailure.mayBlameSource(number) else { return false }
        link.sources?.forget(entries[outbox.runs[index].entries.lowerBound].remote)
        outbox.setSource(nil, of: index)
        lostSource = true
        return true
    }

    /// Sends the datagrams of a refused run one by one. When a full-sized one goes through as it is, the segmenting was
    /// to blame, and the link does without from now on.
    private mutating func sendSingly(
        _ run: SegmentRun, _ entries: [PacketBatch.Entry], _ memory: UnsafeMutableRawBufferPointer, refused: Int32
    ) {
        var sender = UDPSender(link: link)
        sender.mayWait = mayWait
        var next = run.entries.lowerBound
        while next < run.entries.upperBound {
            next = sender.outbox.fill(entries, next..<run.entries.upperBound, in: memory, limits: .none)
            link.sources?.apply(to: &sender.outbox, of: entries)
            sender.sendOutbox(entries, memory)
        }
        if !sender.lostSource, sender.tally.sent.bytes >= UInt64(run.segmentSize) { link.stopSegmenting(refused) }
        mayWait = sender.mayWait
        tally = tally + sender.tally
    }

    private mutating func drop(_ run: SegmentRun, _ number: Int32) {
        let reason = SendFailure.dropReason(number)
        tally.drop(reason, run.segments)
        link.report(reason, number)
    }
}
