/// FNV-1a of a stream of bytes, and how many they were.
struct Checksum: Equatable, CustomStringConvertible {
    private var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    private var count = 0

    mutating func add(_ bytes: some Sequence<UInt8>) {
        for byte in bytes {
            hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3
            count += 1
        }
    }

    static func of(_ bytes: some Sequence<UInt8>) -> Checksum {
        var sum = Checksum()
        sum.add(bytes)
        return sum
    }

    var description: String { "\(count) bytes, \(String(hash, radix: 16))" }
}

/// Bytes that repeat only after a long while, so that a missing or doubled piece changes the checksum.
enum Pattern {
    static func bytes(_ count: Int, from start: Int = 0) -> [UInt8] {
        (start..<start + count).map { UInt8(truncatingIfNeeded: $0 &+ $0 / 251 &+ $0 / 64_007) }
    }
}
