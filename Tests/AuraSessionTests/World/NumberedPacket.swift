import AuraTransport

/// An inner packet that tells its number and shows whether a byte of it was changed.
enum NumberedPacket {
    /// Packet `number`: 8 bytes of number, then up to 200 bytes that follow from it.
    static func make(_ number: Int) -> [UInt8] {
        let head = (0..<8).map { UInt8(truncatingIfNeeded: number >> (56 - 8 * $0)) }
        var random = SplitMix64(seed: UInt64(number))
        let length = Int(random.next() % 200)
        return head + (0..<length).map { _ in UInt8(truncatingIfNeeded: random.next()) }
    }

    /// The number of a packet; `nil` when it is not exactly what ``make(_:)`` makes.
    static func number(of packet: [UInt8]) -> Int? {
        guard packet.count >= 8 else { return nil }
        let number = packet.prefix(8).reduce(0) { $0 << 8 | Int($1) }
        return make(number) == packet ? number : nil
    }
}
