public import AuraWire
internal import Foundation

/// A packet device in memory, for tests: packets are injected where the system would send them, and what is written is
/// collected. Both directions are bounded and drop what does not fit, as a device does.
public final class MemoryDevice: PacketDevice {
    /// The name given.
    public let name: String
    /// The longest packet in bytes.
    public let mtu: Int
    /// Packets each direction holds.
    public let capacity: Int
    private let state = Guarded()

    /// Makes a device that holds `capacity` packets each way.
    public init(name: String = "memory0", mtu: Int = TunOptions.defaultMTU, capacity: Int = 1024) {
        self.name = name
        self.mtu = mtu
        self.capacity = capacity
    }

    /// Puts a packet where the next read finds it; false when it is empty, too long, does not fit, or the device is closed.
    @discardableResult
    public func inject(_ packet: [UInt8]) -> Bool {
        state.changing { contents in
            guard !contents.closed, (1...mtu).contains(packet.count), contents.inbound.count < capacity else {
                return false
            }
            contents.inbound.append(packet)
            return true
        }
    }

    /// Takes away what was written so far, oldest first.
    public func takeWritten() -> [[UInt8]] {
        state.changing { contents in
            defer { contents.written = [] }
            return contents.written
        }
    }

    /// Blocks until something was written, then takes it; empty when the device is closed.
    public func waitForWritten() -> [[UInt8]] {
        state.waiting(until: { !$0.written.isEmpty || $0.closed }) { contents in
            defer { contents.written = [] }
            return contents.written
        }
    }

    /// Appends injected packets; see `PacketDevice.read`.
    public func read(into batch: inout PacketBatch, waiting: Bool) throws(DeviceError) -> Bool {
        guard batch.count > 0 || batch.hasRoom(for: mtu) else { throw .batchTooSmall(needed: mtu + batch.headroom) }
        guard batch.hasRoom(for: mtu) else { return true }
        let room = batch.capacity - batch.count
        let taken = state.waiting(until: { !waiting || !$0.inbound.isEmpty || $0.closed }) { contents in
            guard !contents.closed else { return nil as [[UInt8]]? }
            let packets = Array(contents.inbound.prefix(room))
            contents.inbound.removeFirst(packets.count)
            return packets
        }
        guard let taken else { return false }
        let appended = append(taken, to: &batch)
        state.changing { $0.inbound.insert(contentsOf: taken[appended...], at: 0) }
        return true
    }

    /// Collects the packets; those longer than the MTU are malformed, those beyond the capacity refused.
    public func write(_ packets: inout PacketBatch) throws(DeviceError) -> DeviceWriteResult {
        var result = DeviceWriteResult()
        for index in 0..<packets.count where packets.entries[index].length > 0 {
            let bytes = packets.withPacket(at: index) { span in span.indices.map { span[$0] } }
            collect(bytes, &result)
        }
        return result
    }

    /// Wakes readers and refuses writes from here on.
    public func close() {
        state.changing { $0.closed = true }
    }

    private func append(_ packets: [[UInt8]], to batch: inout PacketBatch) -> Int {
        var appended = 0
        for packet in packets where batch.hasRoom(for: mtu) {
            batch.append(upTo: packet.count) { span in
                for index in packet.indices { span[index] = packet[index] }
                return packet.count
            }
            appended += 1
        }
        return appended
    }

    private func collect(_ packet: [UInt8], _ result: inout DeviceWriteResult) {
        guard packet.count <= mtu else { return result.malformed += 1 }
        let taken = state.changing { contents in
            guard !contents.closed, contents.written.count < capacity else { return false }
            contents.written.append(packet)
            return true
        }
        guard taken else { return result.refused += 1 }
        result.writtenPackets += 1
        result.writtenBytes += packet.count
    }
}

/// The contents of a memory device under a lock that can be waited on.
///
/// Unchecked, and why it is sound: `contents` is touched only between `lock` and `unlock` of `condition`.
private final class Guarded: @unchecked Sendable {
    struct Contents {
        var inbound: [[UInt8]] = []
        var written: [[UInt8]] = []
        var closed = false
    }

    private var contents = Contents()
    private let condition = NSCondition()

    func changing<R>(_ body: (inout Contents) -> R) -> R {
        waiting(until: { _ in true }, body)
    }

    func waiting<R>(until ready: (Contents) -> Bool, _ body: (inout Contents) -> R) -> R {
        condition.lock()
        defer {
            condition.broadcast()
            condition.unlock()
        }
        while !ready(contents) { condition.wait() }
        return body(&contents)
    }
}
