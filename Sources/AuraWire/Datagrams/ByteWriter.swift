/// Writes big-endian fields one after the other.
public struct ByteWriter: Sendable {
    /// What has been written.
    public private(set) var output: [UInt8] = []

    /// Makes an empty writer with room for `capacity` bytes.
    public init(capacity: Int = 64) {
        output.reserveCapacity(capacity)
    }

    /// Appends a big-endian integer.
    public mutating func integer<I: FixedWidthInteger & UnsignedInteger>(_ value: I) {
        for shift in stride(from: I.bitWidth - 8, through: 0, by: -8) {
            output.append(UInt8(truncatingIfNeeded: value >> I(shift)))
        }
    }

    /// Appends bytes.
    public mutating func bytes(_ bytes: some Sequence<UInt8>) {
        output.append(contentsOf: bytes)
    }
}
