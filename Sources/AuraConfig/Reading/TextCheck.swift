/// What must hold of a text before the parser sees it. The parser takes C strings, which a NUL would cut short.
enum TextCheck {
    /// The text as a string: bounded, UTF-8, and without NUL in any spelling.
    static func string(of text: ConfigurationText) throws(ConfigurationError) -> String {
        let bytes = text.bytes
        guard bytes.count <= ConfigurationLimits.maximumFileBytes else {
            throw failure(
                text, found: "\(bytes.count) bytes", expected: "at most \(ConfigurationLimits.maximumFileBytes) bytes")
        }
        if let position = bytes.firstIndex(of: 0) {
            throw failure(text, at: position, found: "a NUL byte", expected: "text")
        }
        if let position = escapedNUL(in: bytes) {
            throw failure(text, at: position, found: "an escaped NUL character", expected: "text without NUL")
        }
        guard let string = String(validating: bytes, as: UTF8.self) else {
            throw failure(text, at: firstInvalid(in: bytes), found: "bytes that are not UTF-8", expected: "UTF-8 text")
        }
        return string
    }

    /// The position of `\u0000` or `\U00000000`.
    private static func escapedNUL(in bytes: [UInt8]) -> Int? {
        bytes.indices.first { start in
            guard bytes[start] == UInt8(ascii: "\\"), start + 1 < bytes.count else { return false }
            let digits: Int
            switch bytes[start + 1] {
            case UInt8(ascii: "u"): digits = 4
            case UInt8(ascii: "U"): digits = 8
            default: return false
            }
            let zeros = bytes[(start + 2)...].prefix(digits)
            return zeros.count == digits && zeros.allSatisfy { $0 == UInt8(ascii: "0") }
        }
    }

    /// The length of the longest prefix that survives decoding unchanged.
    private static func firstInvalid(in bytes: [UInt8]) -> Int {
        let repaired = String(decoding: bytes, as: UTF8.self).utf8
        return zip(bytes, repaired).enumerated().first { $0.element.0 != $0.element.1 }?.offset ?? bytes.count
    }

    private static func failure(
        _ text: ConfigurationText, at position: Int? = nil, found: String, expected: String
    ) -> ConfigurationError {
        let line = position.map { end in 1 + text.bytes[..<end].count { $0 == UInt8(ascii: "\n") } }
        return ConfigurationError(
            ConfigurationProblem(file: text.path, line: line, found: found, expected: expected))
    }
}
