import ArgumentParser

struct QUICDatagrams: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "quic", abstract: "Datagrams whose first bytes look like QUIC's, and whose rest is random.")

    @OptionGroup var target: Target

    func run() throws {
        var random = SplitMix64(seed: target.seed)
        try target.send { buffer in
            buffer.removeAll(keepingCapacity: true)
            Self.head(&buffer, &random)
            // Short, and as long as a first packet must be (RFC 9000, 14.1), in turn.
            let length = Bool.random(using: &random) ? Int.random(in: 0...64, using: &random) : 1200
            while buffer.count < length { buffer.append(random.nextByte()) }
            if buffer.isEmpty { buffer.append(random.nextByte()) }
            if Int.random(in: 0..<8, using: &random) == 0 {
                buffer.removeLast(Int.random(in: 0..<buffer.count, using: &random))
            }
        }
    }

    /// A long header of a known or unknown version with connection ids of any length, or a short header (RFC 9000, 17).
    private static func head(_ buffer: inout [UInt8], _ random: inout SplitMix64) {
        guard Int.random(in: 0..<4, using: &random) > 0 else {
            return buffer.append(0x40 | random.nextByte() & 0x3F)
        }
        buffer.append(0xC0 | random.nextByte() & 0x3F)
        buffer += versions[Int.random(in: versions.indices, using: &random)]
        for _ in 0..<2 {
            // 20 is the longest that version 1 allows.
            let length = Int.random(in: 0...24, using: &random)
            buffer.append(UInt8(length))
            for _ in 0..<length { buffer.append(random.nextByte()) }
        }
        // A token's length and a packet's length, which seldom fit.
        for _ in 0..<3 { buffer.append(random.nextByte()) }
    }

    /// Version negotiation, 1, 2, and one that nobody knows.
    private static let versions: [[UInt8]] = [
        [0, 0, 0, 0], [0, 0, 0, 1], [0x6B, 0x33, 0x43, 0xCF], [0xFA, 1, 2, 3],
    ]
}
