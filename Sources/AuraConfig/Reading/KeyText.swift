/// Reads a dotted key as TOML writes it, for locating it only: escapes in quoted parts are left as they are.
enum KeyText {
    /// The parts of the key that `text` starts with and `terminator` ends; `nil` when there is none.
    static func parse(_ text: ArraySlice<UInt8>, until terminator: UInt8) -> [String]? {
        var rest = text
        var parts: [String] = []
        while true {
            rest = rest.drop(while: isBlank)
            guard let part = takePart(&rest) else { return nil }
            parts.append(String(decoding: part, as: UTF8.self))
            rest = rest.drop(while: isBlank)
            guard let next = rest.popFirst() else { return nil }
            if next == terminator { return parts }
            guard next == UInt8(ascii: ".") else { return nil }
        }
    }

    private static func takePart(_ rest: inout ArraySlice<UInt8>) -> ArraySlice<UInt8>? {
        guard let first = rest.first else { return nil }
        if first == UInt8(ascii: "\"") || first == UInt8(ascii: "'") {
            let inner = rest.dropFirst()
            guard let end = inner.firstIndex(of: first) else { return nil }
            rest = inner[(end + 1)...]
            return inner[..<end]
        }
        let part = rest.prefix(while: isBare)
        rest = rest[part.endIndex...]
        return part.isEmpty ? nil : part
    }

    private static func isBare(_ byte: UInt8) -> Bool {
        ASCIIRules.isLetterOrDigit(byte) || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
