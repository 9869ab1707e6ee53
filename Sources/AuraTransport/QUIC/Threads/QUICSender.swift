internal import AuraWire
internal import CAura
internal import Foundation
internal import Logging

/// Sends packets of one thread. What the kernel refuses is lost, as packets are; QUIC notices by itself.
struct QUICSender {
    /// How long a send may wait for room in the socket's buffer, in milliseconds.
    private static let patience: Int32 = 5

    private let station: QUICStation
    private var limits: SegmentLimits
    private var outbox = Outbox()
    private var tally = LinkStatistics()

    init(station: QUICStation) {
        self.station = station
        limits = station.limits
    }

    /// Sends all and empties `outgoing`; returns what could not be sent.
    mutating func send(_ outgoing: inout QUICOutgoing) -> LinkStatistics {
        tally = LinkStatistics()
        let sources = outgoing.sources
        outgoing.batch.withStorage { memory, entries in
            for index in entries.indices where entries[index].length > 0 {
                if station.socket.canReach(entries[index].remote) { continue }
                tally.drop(.unreachable)
                entries[index].length = 0
            }
            var next = 0
            while next < entries.count {
                next = fill(entries, next, memory, sources, limits)
                sendOutbox(entries, memory, sources)
            }
        }
        outgoing.removeAll()
        return tally
    }

    private mutating func fill(
        _ entries: [PacketBatch.Entry], _ next: Int, _ memory: UnsafeMutableRawBufferPointer, _ sources: [QUICPath],
        _ limits: SegmentLimits
    ) -> Int {
        let end = outbox.fill(entries, next..<entries.count, in: memory, limits: limits)
        for (index, run) in outbox.runs.enumerated() {
            let path = sources[run.entries.lowerBound]
            let isAny = path.local.ip.isUnspecified
            let source = isAny ? nil : LocalSource(ip: path.local.ip, interfaceIndex: path.interfaceIndex)
            outbox.setSource(source, of: index)
        }
        return end
    }

    private mutating func sendOutbox(
        _ entries: [PacketBatch.Entry], _ memory: UnsafeMutableRawBufferPointer, _ sources: [QUICPath]
    ) {
        var first = 0
        var mayWait = true
        while first < outbox.messages.count {
            switch station.socket.send(outbox, from: first) {
            case .done(let count): first += max(count, 1)
            case .wouldBlock where mayWait:
                mayWait = false
                station.socket.waitWritable(timeout: Self.patience)
            case .wouldBlock:
                tally.drop(.queueFull, outbox.runs[first].segments)
                first += 1
            case .failed(let number):
                let run = outbox.runs[first]
                if run.segments > 1, SendFailure.mayBlameSegmenting(number) {
                    sendSingly(run, entries, memory, sources, refused: number)
                } else {
                    tally.drop(SendFailure.dropReason(number), run.segments)
                }
                first += 1
            }
        }
    }

    /// Sends the packets of a refused run one by one. When all others than too large ones go through, the segmenting was
    /// to blame, and is done without from now on.
    private mutating func sendSingly(
        _ run: SegmentRun, _ entries: [PacketBatch.Entry], _ memory: UnsafeMutableRawBufferPointer,
        _ sources: [QUICPath], refused: Int32
    ) {
        var single = QUICSender(station: station)
        var next = run.entries.lowerBound
        var sent = 0
        while next < run.entries.upperBound {
            next = single.fill(
                Array(entries[..<run.entries.upperBound]), next, memory, sources, .none)
            for index in single.outbox.messages.indices {
                switch station.socket.sendOne(single.outbox, at: index) {
                // Only a full-sized one shows that its size was not to blame.
                case .done(let bytes): if bytes >= run.segmentSize { sent += 1 }
                case .wouldBlock: tally.drop(.queueFull)
                case .failed(let number): tally.drop(SendFailure.dropReason(number))
                }
            }
        }
        guard sent > 0, refused != EMSGSIZE, limits.segments > 1 else { return }
        limits = .none
        let error = SystemError(call: "sendmmsg", number: refused)
        station.logger.notice(
            "The kernel refuses segmented UDP sends; sending singly from now on", metadata: ["error": "\(error)"])
    }
}
