/// Packets on their way through one thread: one block of memory, and where in it each packet lies.
///
/// A batch is filled by a device or a link, worked on in place, and handed on; nothing is allocated per packet. Packets
/// appended one after the other are adjacent in memory, which is what lets a sender pass runs of them to the kernel as
/// one segmented datagram.
public struct PacketBatch: ~Copyable, Sendable {
    /// Where one packet lies, and the far end it goes to or came from.
    public struct Entry: Sendable {
        /// Offset of the first byte in the batch's memory.
        public var offset: Int
        /// Length in bytes; 0 marks a packet that was dropped.
        public var length: Int
        /// The far end on links that carry many peers; meaningless for devices and for links to one peer.
        public var remote: SocketAddress
        /// What is left to do of an inner packet; `none` for datagrams of links.
        public var offload: Offload

        /// Makes an entry from its parts.
        @inlinable
        public init(offset: Int, length: Int, remote: SocketAddress, offload: Offload = .none) {
            self.offset = offset
            self.length = length
            self.remote = remote
            self.offload = offload
        }
    }

    /// The address of entries that have none.
    public static let nowhere = SocketAddress(.v4(IPv4Address(bits: 0)), port: 0)

    /// The packets, in order. Writable so that receivers can describe what they put into the storage themselves.
    public var entries: [Entry] = []
    /// The memory under the packets.
    @usableFromInline let storage: Slab
    /// Bytes kept free in front of each appended packet.
    public let headroom: Int
    /// Packets the batch is meant to hold; `append` refuses more.
    public let capacity: Int
    /// Bytes of storage used by appended packets so far.
    @usableFromInline var used = 0

    /// Makes an empty batch for `capacity` packets in `bytes` of memory, with `headroom` bytes before each packet.
    public init(capacity: Int, bytes: Int, headroom: Int = 0) {
        self.capacity = capacity
        self.headroom = headroom
        storage = Slab(count: bytes)
        entries.reserveCapacity(capacity)
    }

    /// Packets in the batch, dropped ones included.
    @inlinable
    public var count: Int { entries.count }

    /// Forgets all packets and keeps the memory.
    @inlinable
    public mutating func removeAll() {
        entries.removeAll(keepingCapacity: true)
        used = 0
    }

    /// True when one more packet of up to `length` bytes can be appended.
    @inlinable
    public func hasRoom(for length: Int) -> Bool {
        entries.count < capacity && length >= 0 && length <= storage.count - used - headroom
    }

    /// Appends one packet: `fill` writes into a span of `length` bytes and returns how many of them it used.
    ///
    /// Returns false, without calling `fill`, when there is no room. A returned length of 0 appends nothing.
    @inlinable
    @discardableResult
    public mutating func append<E: Error>(
        upTo length: Int, remote: SocketAddress = nowhere, _ fill: (inout MutableSpan<UInt8>) throws(E) -> Int
    ) throws(E) -> Bool {
        guard hasRoom(for: length) else { return false }
        let offset = used + headroom
        let written = try storage.withBytes(offset..<(offset + length), fill)
        guard written > 0, written <= length else { return true }
        entries.append(Entry(offset: offset, length: written, remote: remote))
        used = offset + written
        return true
    }

    /// Works on packet `index` in place. `prefix` widens the span by that many bytes in front, at most `headroom`.
    @inlinable
    public mutating func withPacket<R, E: Error>(
        at index: Int, prefix: Int = 0, _ body: (inout MutableSpan<UInt8>) throws(E) -> R
    ) throws(E) -> R {
        let entry = entries[index]
        return try storage.withBytes((entry.offset - prefix)..<(entry.offset + entry.length), body)
    }

    /// Works on the bytes of `range` in place, counted from the first byte of packet `index`; negative ones are in front of
    /// it, at most `headroom` of them.
    @inlinable
    public mutating func withBytes<R, E: Error>(
        at index: Int, _ range: Range<Int>, _ body: (inout MutableSpan<UInt8>) throws(E) -> R
    ) throws(E) -> R {
        let start = entries[index].offset
        return try storage.withBytes((start + range.lowerBound)..<(start + range.upperBound), body)
    }

    /// Keeps only the bytes of `range`, counted from the packet's first byte, in packet `index`.
    @inlinable
    public mutating func narrow(at index: Int, to range: Range<Int>) {
        entries[index].offset += range.lowerBound
        entries[index].length = range.count
    }

    /// Drops packet `index`: its length becomes 0 and whoever comes next skips it.
    @inlinable
    public mutating func drop(at index: Int) {
        entries[index].length = 0
    }

    /// Lends the whole storage to system calls. Entries say which parts of it mean something.
    @inlinable
    public mutating func withStorage<R, E: Error>(
        _ body: (UnsafeMutableRawBufferPointer, inout [Entry]) throws(E) -> R
    ) throws(E) -> R {
        try body(storage.memory, &entries)
    }
}
