/// The header of a data datagram: `type(1) zero(3) receiver index(4) counter(8)`, big-endian
/// (PROTOCOL.md, "Data packets").
public struct DataHeader: Hashable, Sendable {
    /// Length in bytes.
    public static let length = 16

    /// The index that the receiver chose for the keys in use.
    public let receiverIndex: UInt32
    /// The packet's number under its key; each is used once.
    public let counter: UInt64

    /// Makes a header from its parts.
    @inlinable
    public init(receiverIndex: UInt32, counter: UInt64) {
        self.receiverIndex = receiverIndex
        self.counter = counter
    }

    /// Reads the header at the front of a datagram; `nil` when it is too short or does not begin like a data datagram.
    @inlinable
    public init?(_ datagram: Span<UInt8>) {
        guard datagram.count >= Self.length, datagram[0] == DatagramType.data.rawValue,
            datagram[1] | datagram[2] | datagram[3] == 0
        else { return nil }
        var index: UInt32 = 0
        for offset in 4..<8 { index = index << 8 | UInt32(datagram[offset]) }
        var counter: UInt64 = 0
        for offset in 8..<16 { counter = counter << 8 | UInt64(datagram[offset]) }
        self.init(receiverIndex: index, counter: counter)
    }

    /// The header's bytes.
    @inlinable
    public var bytes: [16 of UInt8] {
        var bytes: [16 of UInt8] = .init(repeating: 0)
        bytes[0] = DatagramType.data.rawValue
        for offset in 0..<4 { bytes[4 + offset] = UInt8(truncatingIfNeeded: receiverIndex >> UInt32(24 - 8 * offset)) }
        for offset in 0..<8 { bytes[8 + offset] = UInt8(truncatingIfNeeded: counter >> UInt64(56 - 8 * offset)) }
        return bytes
    }
}
