internal import AuraWire
internal import CAura
internal import Foundation

/// One send call's worth of messages, described for the kernel.
///
/// Sound because the vectors point into the batch's memory, which `fill` is lent together with the entries, and are used
/// and forgotten before that loan ends. That is also why threads may use one after the other: what it holds between two
/// loans means nothing.
struct Outbox: @unchecked Sendable {
    /// Vectors of one call: as many as one message may gather (UIO_MAXIOV).
    static let partCount = 1024

    private(set) var runs: [SegmentRun] = []
    private(set) var messages: [aura_outgoing] = []
    private(set) var parts: [iovec] = []

    init() {
        runs.reserveCapacity(Int(AURA_UDP_MESSAGES))
        messages.reserveCapacity(Int(AURA_UDP_MESSAGES))
    }

    /// Describes as much as fits of `range`; returns the index of the first entry that was left out.
    mutating func fill(
        _ entries: [PacketBatch.Entry], _ range: Range<Int>, in memory: UnsafeMutableRawBufferPointer,
        limits: SegmentLimits
    ) -> Int {
        removeAll()
        var next = range.lowerBound
        while messages.count < Int(AURA_UDP_MESSAGES), parts.count + limits.segments <= Self.partCount {
            guard let run = SegmentRun.next(in: entries, from: next, limits: limits),
                run.entries.lowerBound < range.upperBound
            else { return range.upperBound }
            append(run, of: entries, in: memory)
            next = run.entries.upperBound
        }
        return min(next, range.upperBound)
    }

    /// Sets the address that message `index` leaves from; `nil` leaves it to the kernel.
    mutating func setSource(_ source: LocalSource?, of index: Int) {
        messages[index].source = aura_address()
        guard let source else { return }
        let address = SocketAddress(source.ip, port: 0)
        messages[index].source = aura_address(address, interfaceIndex: source.interfaceIndex)
    }

    private mutating func removeAll() {
        runs.removeAll(keepingCapacity: true)
        messages.removeAll(keepingCapacity: true)
        parts.removeAll(keepingCapacity: true)
    }

    private mutating func append(
        _ run: SegmentRun, of entries: [PacketBatch.Entry], in memory: UnsafeMutableRawBufferPointer
    ) {
        let first = parts.count
        for entry in entries[run.entries] where entry.length > 0 {
            addPart(
                UnsafeMutableRawBufferPointer(rebasing: memory[entry.offset..<(entry.offset + entry.length)]),
                since: first)
        }
        var message = aura_outgoing()
        message.remote = aura_address(entries[run.entries.lowerBound].remote)
        message.first_part = UInt32(first)
        message.part_count = UInt32(parts.count - first)
        message.segment = run.segments > 1 ? UInt32(run.segmentSize) : 0
        messages.append(message)
        runs.append(run)
    }

    /// Entries that are adjacent in memory share a vector.
    private mutating func addPart(_ bytes: UnsafeMutableRawBufferPointer, since first: Int) {
        if parts.count > first, let last = parts.last, let base = last.iov_base,
            base + last.iov_len == bytes.baseAddress
        {
            parts[parts.count - 1].iov_len += bytes.count
        } else {
            parts.append(iovec(iov_base: bytes.baseAddress, iov_len: bytes.count))
        }
    }
}
