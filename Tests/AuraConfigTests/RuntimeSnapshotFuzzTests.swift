import AuraConfig
import Testing

@Suite("Damaged records")
struct RuntimeSnapshotFuzzTests {
    private static let original = Array(RuntimeFixtures.text.utf8)
    private static let pieces = [
        "{", "}", "[", "]", ":", ",", "\"", "\\", "\\u0000", "\\ud800", "null", "true", "NaN", "1e999", "-1e-999", "-0",
        "99999999999999999999", "\"udp\":\"1.2.3.4:5\",", "\"version\":1,", "[[[[[[[[[[", "\u{feff}", "\u{0}",
        "\u{2028}",
    ]

    /// How many of the texts are read; each problem must be fit to print.
    private func read(_ texts: some Sequence<[UInt8]>) -> Int {
        texts.count { bytes in
            let problems = RuntimeFixtures.problems(bytes)
            #expect(problems.allSatisfy { $0.description.unicodeScalars.allSatisfy { $0.value >= 0x20 } })
            #expect(problems.allSatisfy { $0.file == "r.json" })
            return problems.isEmpty
        }
    }

    @Test("Every bit of every byte flipped: read or refused, never a crash")
    func flipped() {
        let texts = Self.original.indices.flatMap { index in
            (0..<8).map { bit in
                var changed = Self.original
                changed[index] ^= 1 << UInt8(bit)
                return changed
            }
        }
        // Digits may change into digits, and names into others, which a newer version may have.
        #expect((1..<texts.count / 2).contains(read(texts)))
    }

    @Test("Every byte lost, and every end cut off")
    func lost() {
        let lost = Self.original.indices.map { index in
            var shorter = Self.original
            shorter.remove(at: index)
            return shorter
        }
        #expect((1..<lost.count / 2).contains(read(lost)))
        // Without its line feed, the record is still whole.
        #expect(read(Self.original.indices.map { Array(Self.original[..<$0]) }) == 1)
    }

    @Test("A byte put in at every place", arguments: [UInt8(0), 0x0a, 0x20, 0x22, 0x2c, 0x30, 0x5b, 0x5c, 0x7b, 0xff])
    func inserted(byte: UInt8) {
        let texts = (0...Self.original.count).map { index in
            var longer = Self.original
            longer.insert(byte, at: index)
            return longer
        }
        let neverFits: [UInt8] = [0, 0x22, 0x5c, 0xff]
        #expect((read(texts) == 0) == neverFits.contains(byte))
    }

    @Test("Several changes at once", arguments: 0..<4)
    func mutants(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let texts = (0..<2000).map { _ in mutant(&generator) }
        #expect((1..<1600).contains(read(texts)))
    }

    private func mutant(_ generator: inout SeededGenerator) -> [UInt8] {
        var bytes = Self.original
        for _ in 0..<Int.random(in: 1...3, using: &generator) where !bytes.isEmpty {
            let position = Int.random(in: bytes.indices, using: &generator)
            switch Int.random(in: 0..<4, using: &generator) {
            case 0: bytes[position] ^= 1 << UInt8.random(in: 0...7, using: &generator)
            case 1: bytes.remove(at: position)
            case 2: bytes.insert(contentsOf: (Self.pieces.randomElement(using: &generator) ?? "").utf8, at: position)
            default:
                let end = min(bytes.count, position + Int.random(in: 1...20, using: &generator))
                bytes.removeSubrange(position..<end)
            }
        }
        return bytes
    }
}
