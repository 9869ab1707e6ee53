extension Span where Element == UInt8 {
    /// The big-endian number of two bytes at `offset`, which are inside the span.
    func integer16(at offset: Int) -> Int {
        Int(self[offset]) << 8 | Int(self[offset + 1])
    }
}
