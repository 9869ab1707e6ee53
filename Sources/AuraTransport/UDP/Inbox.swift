internal import AuraWire
internal import CAura

/// What one receive call brought, besides the bytes. Reused from call to call.
struct Inbox {
    /// Messages of one call. More would only make the memory they lie in colder.
    static let messageCount = 32
    /// The largest datagram, or run of joined ones.
    static let messageBytes = 65_536
    /// Distance of the messages in memory. Not a power of two, so that they do not all compete for the same cache sets.
    static let stride = messageBytes + 2_112

    /// Room for the shim to describe the messages.
    var raw = [aura_incoming](repeating: aura_incoming(), count: messageCount)
    /// The messages in terms of entries.
    private(set) var messages: [ReceivedMessage] = []
    /// Messages to ask for next: twice as many as came last, since to be ready for many costs more than to receive one.
    private(set) var wanted = leastWanted
    private var lastWanted = leastWanted
    private var overflows: UInt32 = 0
    /// One to receive, and one to see that it was the last.
    private static let leastWanted = 2

    /// A batch that fits.
    static func makeBatch() -> PacketBatch {
        PacketBatch(capacity: messageCount * SegmentLimits.standard.segments, bytes: messageCount * stride)
    }

    /// True when no more messages were there than the `count` that the last call brought.
    func isLastSeen(_ count: Int) -> Bool { count < lastWanted }

    /// Turns the first `count` of `raw` into entries, joined ones cut apart.
    mutating func unpack(_ count: Int, into entries: inout [PacketBatch.Entry], counting tally: inout LinkStatistics) {
        messages.removeAll(keepingCapacity: true)
        lastWanted = wanted
        wanted = min(max(2 * count, Self.leastWanted), Self.messageCount)
        for (index, message) in raw.prefix(count).enumerated() {
            noteOverflows(message.overflows, counting: &tally)
            guard message.truncated == 0, let remote = message.remote.socketAddress else {
                tally.drop(.truncated)
                continue
            }
            let first = entries.count
            Self.cut(message, remote: remote, at: index * Self.stride, into: &entries, counting: &tally)
            messages.append(
                ReceivedMessage(remote: remote, local: message.source, entries: first..<entries.count))
        }
    }

    private static func cut(
        _ message: aura_incoming, remote: SocketAddress, at start: Int, into entries: inout [PacketBatch.Entry],
        counting tally: inout LinkStatistics
    ) {
        let length = min(Int(message.length), messageBytes)
        guard length > 0 else { return tally.drop(.notOurs) }
        let segment = message.segment == 0 ? length : Int(message.segment)
        var offset = 0
        while offset < length {
            entries.append(
                PacketBatch.Entry(offset: start + offset, length: min(segment, length - offset), remote: remote))
            offset += segment
        }
    }

    /// The kernel counts since the socket was made, and says so only once there is something to say.
    private mutating func noteOverflows(_ total: UInt32, counting tally: inout LinkStatistics) {
        guard total != 0 else { return }
        tally.drop(.overflow, Int(total &- overflows))
        overflows = total
    }
}

extension aura_incoming {
    fileprivate var source: LocalSource? {
        local.socketAddress.map { LocalSource(ip: $0.ip, interfaceIndex: local.interface_index) }
    }
}
