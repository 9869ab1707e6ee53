import AuraFuzz
import Testing

@Suite("Long inputs")
struct LengthTests {
    private static let length = 64 * 1024
    /// Some hundred times what the slowest takes, for busy machines; work that grows with the square takes longer.
    private static let limit = Duration.seconds(10)

    @Test("64 kB of one piece are read or refused soon", arguments: FuzzTarget.allCases)
    func repeatedPieces(target: FuzzTarget) throws {
        for piece in try CorpusFile.pieces(of: target) + [Array("a".utf8), Array("a.".utf8), Array(" 1".utf8)] {
            let input = Array(repeatElement(piece, count: Self.length / piece.count).joined())
            try expectSoon(input, target, String(decoding: piece, as: UTF8.self))
        }
    }

    @Test(
        "64 kB of lines that differ are read or refused soon", arguments: FuzzTarget.allCases,
        [
            "k# = 1\n", "[t#]\n", "[[t#]]\n", "[a.t#]\n", "a.k# = 1\n", "[[a]]\nk# = 1\n",
            "[[endpoints]]\nhost = \"h#\"\n", "[[tunnel.split.vpn]]\ncidr = \"10.#.0.0/16\"\n", "\"k#\":1,", ":udp=#",
        ])
    func differentLines(target: FuzzTarget, line: String) throws {
        let lines = (0..<Self.length / line.utf8.count).map { line.replacing("#", with: String($0)) }
        try expectSoon(Array(lines.joined().utf8.prefix(Self.length)), target, line)
    }

    private func expectSoon(_ input: [UInt8], _ target: FuzzTarget, _ name: String) throws {
        let duration = try ContinuousClock().measure { _ = try target.run(input) }
        #expect(duration < Self.limit, "\(target.rawValue): \(name)")
    }
}
