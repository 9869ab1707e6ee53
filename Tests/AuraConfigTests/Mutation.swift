/// Damages a text: a few changes of bytes, pieces of TOML put in, lines lost, doubled and swapped.
enum Mutation {
    private static let pieces: [String] = [
        "[", "]", "[[", "]]", "{", "}", "\"", "'", "\"\"\"", "'''", "=", ".", ",", "#", "\n", "\r\n", "\r", "\0", "\\",
        "\\u0000",
        "\\U0010FFFF", "\\ud800", "1979-05-27T07:32:00Z", "1979-05-27", "07:32:00.999999999", "1e400", "-0", "+inf",
        "nan",
        "0x7fffffffffffffff", "99999999999999999999999", "0b2", "0o8", "1__0", "true", "[[[[[[[[[[", "{a={a={a={a={a=",
        "a.b.c.d.e.f.g.h.i.j", "\u{feff}", "\u{2028}", "e\u{301}", "[tunnel]", "[[tunnel]]", "[tunnel.split.vpn]",
        "tunnel = 1\n",
        "\"\" = 1\n", "\"a\\nb\" = 1\n", "[\"\"]\n", "vpn_cidrs = [1, [\"x\"], {}]\n", "= [{}, {}, 1]", "= {}", "= []",
    ]

    static func mutate(_ original: [UInt8], using generator: inout SeededGenerator) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...3, using: &generator) { change(&bytes, using: &generator) }
        return bytes
    }

    private static func change(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let position = Int.random(in: bytes.indices, using: &generator)
        switch Int.random(in: 0..<8, using: &generator) {
        case 0: bytes[position] = UInt8.random(in: 0...255, using: &generator)
        case 1: bytes[position] ^= 1 << UInt8.random(in: 0...7, using: &generator)
        case 2: bytes.remove(at: position)
        case 3: bytes.insert(UInt8.random(in: 0x20...0x7e, using: &generator), at: position)
        case 4: bytes.insert(contentsOf: (pieces.randomElement(using: &generator) ?? "").utf8, at: position)
        case 5: replaceValue(&bytes, near: position, using: &generator)
        case 6: bytes.removeSubrange(position..<min(bytes.count, position + Int.random(in: 1...40, using: &generator)))
        default: rearrangeLines(&bytes, using: &generator)
        }
    }

    private static func replaceValue(_ bytes: inout [UInt8], near position: Int, using generator: inout SeededGenerator)
    {
        guard let equals = bytes[position...].firstIndex(of: UInt8(ascii: "=")) else { return }
        let end = bytes[equals...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        bytes.replaceSubrange(equals + 1..<end, with: (pieces.randomElement(using: &generator) ?? "").utf8)
    }

    private static func rearrangeLines(_ bytes: inout [UInt8], using generator: inout SeededGenerator) {
        var lines = bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false).map(Array.init)
        let (from, to) = (
            Int.random(in: lines.indices, using: &generator), Int.random(in: lines.indices, using: &generator)
        )
        if Bool.random(using: &generator) { lines.insert(lines[from], at: to) } else { lines.swapAt(from, to) }
        bytes = Array(lines.joined(separator: [UInt8(ascii: "\n")]))
    }
}
