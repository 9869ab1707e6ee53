extension MutableSpan where Element == UInt8 {
    /// Writes a big-endian number at `offset`; both bytes must be inside the span.
    mutating func store(_ number: UInt16, at offset: Int) {
        self[offset] = UInt8(truncatingIfNeeded: number >> 8)
        self[offset + 1] = UInt8(truncatingIfNeeded: number)
    }
}
