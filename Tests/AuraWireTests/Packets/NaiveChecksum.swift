/// RFC 1071 in the plainest way, for comparison.
enum NaiveChecksum {
    /// The sum of all 16-bit words, carries added again; an odd last byte is the upper half of a word.
    static func sum(_ bytes: [UInt8]) -> UInt16 {
        var total = 0
        for (index, byte) in bytes.enumerated() { total += index % 2 == 0 ? Int(byte) * 256 : Int(byte) }
        while total > 0xffff { total = total % 0x10000 + total / 0x10000 }
        return UInt16(total)
    }

    /// True when two sums are the same number; one's complement has two zeros.
    static func areEqual(_ left: UInt16, _ right: UInt16) -> Bool { left % 0xffff == right % 0xffff }
}
