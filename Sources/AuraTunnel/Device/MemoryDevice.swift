public import AuraWire
internal import CAura
internal import Foundation

/// A packet device in memory, for tests: packets are injected where the system would send them, and what is written is
/// collected. Both directions are bounded and drop what does not fit, as a device does.
public final class MemoryDevice: PacketDevice {
    /// What a device with offloads exchanges: a packet or super-packet with the header that describes it.
    public typealias Frame = (header: VirtioHeader, packet: [UInt8])

    /// The name given.
    public let name: String
    /// The longest packet in bytes.
    public let mtu: Int
    /// Packets each direction holds.
    public let capacity: Int
    /// 10 when the device has offloads, as with a TUN device, else 0.
    public let headroom: Int
    let state: OffloadState?
    private let contents = Guarded()
    private let writers = WriterPool()

    /// Makes a device that holds `capacity` packets each way. With `offloads` it takes and gives super-packets and
    /// packets with partial checksums, as a TUN device does.
    public init(
        name: String = "memory0", mtu: Int = TunOptions.defaultMTU, capacity: Int = 1024,
        offloads: DeviceOffloads? = nil
    ) {
        self.name = name
        self.mtu = offloads == nil ? mtu : TunOptions.mtuRange.upperBound
        self.capacity = capacity
        headroom = offloads == nil ? 0 : VirtioHeader.length
        state = offloads.map { OffloadState($0) }
    }

    /// The offloads in force.
    public var offloads: DeviceOffloads { state?.offloads ?? [] }

    /// What was refused; see ``refuse(_:)``.
    public var refusals: [String] { state?.refusals ?? [] }

    /// Puts a packet where the next read finds it; false when it is empty, too long, does not fit, or the device is
    /// closed. The header counts only in a device with offloads.
    @discardableResult
    public func inject(_ packet: [UInt8], _ header: VirtioHeader = VirtioHeader()) -> Bool {
        contents.changing { contents in
            guard !contents.closed, (1...mtu).contains(packet.count), contents.inbound.count < capacity else {
                return false
            }
            contents.inbound.append((header, packet))
            return true
        }
    }

    /// From now on super-packets of this kind are refused, as by a kernel that does not know them.
    public func refuse(_ kinds: DeviceOffloads) {
        contents.changing { $0.refused = kinds }
    }

    /// Takes away what was written so far, oldest first, without its headers.
    public func takeWritten() -> [[UInt8]] { takeFrames().map(\.packet) }

    /// Takes away what was written so far, oldest first.
    public func takeFrames() -> [Frame] {
        contents.changing { contents in
            defer { contents.written = [] }
            return contents.written
        }
    }

    /// Blocks until something was written, then takes it; empty when the device is closed.
    public func waitForWritten() -> [[UInt8]] {
        contents.waiting(until: { !$0.written.isEmpty || $0.closed }) { contents in
            defer { contents.written = [] }
            return contents.written.map(\.packet)
        }
    }

    /// Blocks until there is something to read; see `PacketDevice.wait`.
    public func wait() throws(DeviceError) -> Bool {
        contents.waiting(until: { !$0.inbound.isEmpty || $0.closed }) { !$0.closed }
    }

    /// Appends injected packets; see `PacketDevice.read`.
    public func read(into batch: inout PacketBatch, waiting: Bool) throws(DeviceError) -> Bool {
        guard batch.headroom >= headroom, batch.count > 0 || batch.hasRoom(for: mtu) else {
            throw .batchTooSmall(needed: mtu + max(batch.headroom, headroom))
        }
        guard batch.hasRoom(for: mtu) else { return true }
        let room = batch.capacity - batch.count
        let taken = contents.waiting(until: { !waiting || !$0.inbound.isEmpty || $0.closed }) { contents in
            guard !contents.closed else { return nil as [Frame]? }
            let frames = Array(contents.inbound.prefix(room))
            contents.inbound.removeFirst(frames.count)
            return frames
        }
        guard let taken else { return false }
        let appended = append(taken, to: &batch)
        contents.changing { $0.inbound.insert(contentsOf: taken[appended...], at: 0) }
        return true
    }

    /// Collects the packets; those longer than the MTU are malformed, those beyond the capacity refused.
    public func write(_ packets: inout PacketBatch) throws(DeviceError) -> DeviceWriteResult {
        try writers.write(&packets, to: self)
    }

    /// Wakes readers and refuses writes from here on.
    public func close() {
        contents.changing { $0.closed = true }
    }

    private func append(_ frames: [Frame], to batch: inout PacketBatch) -> Int {
        var appended = 0
        for (header, packet) in frames where batch.hasRoom(for: mtu) {
            var offload: Offload? = Offload.none
            batch.append(upTo: packet.count) { span in
                for index in packet.indices { span[index] = packet[index] }
                if state != nil { offload = header.offload(of: &span) }
                return packet.count
            }
            if let offload { batch.entries[batch.count - 1].offload = offload } else { batch.drop(at: batch.count - 1) }
            appended += 1
        }
        return appended
    }
}

extension MemoryDevice: FrameSink {
    /// Sound because the pieces are read while the caller keeps them.
    func put(_ pieces: UnsafeBufferPointer<iovec>) -> Int {
        var bytes = pieces.flatMap { Array(UnsafeRawBufferPointer(start: $0.iov_base, count: $0.iov_len)) }
        var header = VirtioHeader()
        if state != nil {
            header = bytes.withUnsafeBytes { VirtioHeader($0.bytes) } ?? header
            bytes.removeFirst(VirtioHeader.length)
        }
        guard bytes.count <= mtu else { return -Int(EMSGSIZE) }
        return contents.changing { $0.collect((header, bytes), capacity) }
    }

    func loss(_ error: Int32) throws(DeviceError) -> FrameLoss {
        error == ENOBUFS ? .refused : .malformed
    }
}

/// The contents of a memory device under a lock that can be waited on.
///
/// Unchecked, and why it is sound: `contents` is touched only between `lock` and `unlock` of `condition`.
private final class Guarded: @unchecked Sendable {
    struct Contents {
        var inbound: [MemoryDevice.Frame] = []
        var written: [MemoryDevice.Frame] = []
        var refused: DeviceOffloads = []
        var closed = false

        mutating func collect(_ frame: MemoryDevice.Frame, _ capacity: Int) -> Int {
            let isUDP = frame.header.segmentation == VirtioHeader.segmentsUDP
            if frame.header.segmentation != 0, refused.contains(isUDP ? .udp : .tcp) { return -Int(EINVAL) }
            guard !closed, written.count < capacity else { return -Int(ENOBUFS) }
            written.append(frame)
            return frame.packet.count
        }
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
