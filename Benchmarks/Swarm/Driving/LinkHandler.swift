import AuraSession
import AuraTransport
import AuraWire
import Synchronization

/// What a client does with what its link receives: opens what is for its session and counts the answers in it. The rest
/// goes to the thread that owns the client's machine.
struct LinkHandler: ~Copyable, DatagramHandler {
    let client: SwarmClient
    let postbox: Postbox

    mutating func handle(_ batch: inout PacketBatch, from link: any Link) {
        let now = ContinuousClock.now
        let path = SessionPath(link: link.id.rawValue, remote: client.endpoint)
        var start = 0
        while start < batch.count {
            let index = batch.entries[start].length > 0 ? receiverIndex(&batch, start) : nil
            var end = start + 1
            if let index {
                while end < batch.count, receiverIndex(&batch, end) == index { end += 1 }
                open(&batch, start..<end, index, path, now)
            } else if batch.entries[start].length > 0 {
                let datagram = batch.withPacket(at: start) { bytes in bytes.indices.map { bytes[$0] } }
                postbox.post(.datagram(datagram, from: client))
            }
            start = end
        }
    }

    mutating func linkClosed(_ link: any Link, reason: LinkCloseReason) {
        postbox.post(.closed("\(reason)", client))
    }

    private func receiverIndex(_ batch: inout PacketBatch, _ index: Int) -> UInt32? {
        batch.withPacket(at: index) { DataHeader($0.span)?.receiverIndex }
    }

    private func open(
        _ batch: inout PacketBatch, _ range: Range<Int>, _ index: UInt32, _ path: SessionPath,
        _ now: ContinuousClock.Instant
    ) {
        guard let session = client.table.session(for: index) else { return }
        let report = session.open(&batch, range, from: path, now: now)
        for control in report.control { postbox.post(.control(control, from: client)) }
        let answers = range.count { batch.entries[$0].length > 0 }
        if answers > 0 { client.answers.add(answers, ordering: .relaxed) }
    }
}
