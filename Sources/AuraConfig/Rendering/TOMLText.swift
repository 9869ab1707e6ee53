/// Writes strings as TOML does, so that parsing gives them back (TOML 1.0, section "String").
package enum TOMLText {
    /// A basic string on one line, with its quotes.
    package static func quoted(_ text: String) -> String {
        "\"" + text.unicodeScalars.map { escaped($0, keepingLines: false) }.joined() + "\""
    }

    /// A multi-line basic string with its quotes; line feeds stay as they are.
    static func multiline(_ text: String) -> String {
        "\"\"\"\n" + text.unicodeScalars.map { escaped($0, keepingLines: true) }.joined() + "\"\"\""
    }

    /// An array of strings on one line.
    package static func array(_ elements: [String]) -> String {
        "[" + elements.map(quoted).joined(separator: ", ") + "]"
    }

    private static func escaped(_ scalar: Unicode.Scalar, keepingLines: Bool) -> String {
        switch scalar {
        case "\"", "\\": "\\\(scalar)"
        case "\n": keepingLines ? "\n" : "\\n"
        case "\t": "\\t"
        case "\r": "\\r"
        case "\u{0}"..."\u{1f}", "\u{7f}"..."\u{9f}": "\\u" + fourDigits(scalar.value)
        default: String(scalar)
        }
    }

    private static func fourDigits(_ value: UInt32) -> String {
        let digits = String(value, radix: 16)
        return String(repeating: "0", count: max(0, 4 - digits.count)) + digits
    }
}
