/// What one batch did: plain numbers that one thread collects and then adds to `TrafficCounters` at once.
public struct TrafficTally: Sendable {
    /// Packets sent towards the far end.
    public var txPackets: UInt64 = 0
    /// Bytes of those packets, as on the TUN device.
    public var txBytes: UInt64 = 0
    /// Packets received from the far end and delivered.
    public var rxPackets: UInt64 = 0
    /// Bytes of those packets, as on the TUN device.
    public var rxBytes: UInt64 = 0
    /// Packets dropped, by the reason's index.
    @usableFromInline var drops: [13 of UInt64] = .init(repeating: 0)
    /// True when anything was dropped: most batches drop nothing and need not look at thirteen numbers.
    @usableFromInline var dropped = false

    /// A tally of nothing.
    public init() {}

    /// Counts one packet of `bytes` bytes sent.
    @inlinable
    public mutating func sent(bytes: Int) {
        txPackets &+= 1
        txBytes &+= UInt64(truncatingIfNeeded: bytes)
    }

    /// Counts one packet of `bytes` bytes received.
    @inlinable
    public mutating func received(bytes: Int) {
        rxPackets &+= 1
        rxBytes &+= UInt64(truncatingIfNeeded: bytes)
    }

    /// Counts `packets` dropped for one reason.
    @inlinable
    public mutating func drop(_ reason: DropReason, packets: Int = 1) {
        guard packets > 0 else { return }
        drops[reason.index] &+= UInt64(truncatingIfNeeded: packets)
        dropped = true
    }
}
