/// The checksum of RFC 1071, word by word.
struct NaiveSum {
    private var sum: UInt32 = 0

    init(_ bytes: [UInt8]) { add(bytes) }

    mutating func add(_ bytes: [UInt8]) {
        for index in stride(from: 0, to: bytes.count, by: 2) {
            let low = index + 1 < bytes.count ? bytes[index + 1] : 0
            sum += UInt32(bytes[index]) << 8 | UInt32(low)
            if sum > 0xffff { sum -= 0xffff }
        }
    }

    /// The sum itself.
    var value: UInt16 { UInt16(sum) }

    /// Its complement.
    var checksum: UInt16 { ~value }

    static func store(_ number: UInt16, _ bytes: inout [UInt8], _ offset: Int) {
        bytes[offset] = UInt8(number >> 8)
        bytes[offset + 1] = UInt8(number & 0xff)
    }

    static func load(_ bytes: [UInt8], _ offset: Int) -> UInt16 {
        UInt16(bytes[offset]) << 8 | UInt16(bytes[offset + 1])
    }
}
