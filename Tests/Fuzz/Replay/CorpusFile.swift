import AuraFuzz
import Foundation

/// The inputs and dictionaries of the targets, found by where this source file lies.
enum CorpusFile {
    private static let root = URL(filePath: #filePath).resolvingSymlinksInPath().deletingLastPathComponent()
        .deletingLastPathComponent()

    /// The inputs of a target by name.
    static func inputs(of target: FuzzTarget) throws -> [(name: String, bytes: [UInt8])] {
        let directory = root.appending(path: "Corpus").appending(path: target.rawValue)
        return try FileManager.default.contentsOfDirectory(at: directory, includingPropertiesForKeys: nil)
            .sorted { $0.lastPathComponent < $1.lastPathComponent }
            .map { ($0.lastPathComponent, Array(try Data(contentsOf: $0))) }
    }

    /// The pieces of the grammar of a target, as libFuzzer's dictionaries have them.
    static func pieces(of target: FuzzTarget) throws -> [[UInt8]] {
        let names = [.snapshot, .endpoint].contains(target) ? [target.rawValue] : ["toml", target.rawValue]
        return try names.flatMap { name in
            let file = root.appending(path: "Dictionaries").appending(path: name + ".txt")
            return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").compactMap(piece)
        }
    }

    /// `nil` for a comment. In quotes, `\xHH` is a byte, and any other byte after a backslash is itself.
    private static func piece(_ line: Substring) -> [UInt8]? {
        guard line.hasPrefix("\""), line.hasSuffix("\"") else { return nil }
        var rest = Array(line.utf8.dropFirst().dropLast())[...]
        var bytes: [UInt8] = []
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "\\"), let next = rest.popFirst() else {
                bytes.append(byte)
                continue
            }
            if next == UInt8(ascii: "x"), let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
            {
                bytes.append(value)
                rest = rest.dropFirst(2)
            } else {
                bytes.append(next)
            }
        }
        return bytes
    }
}
