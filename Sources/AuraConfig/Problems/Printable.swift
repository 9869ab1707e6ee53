/// Makes foreign text fit to print: one line, no control or format characters, bounded.
package enum Printable {
    /// `text` with everything that could break or disguise a line escaped.
    static func line(_ text: String) -> String {
        bounded(text, to: ConfigurationLimits.maximumMessagePart)
    }

    /// `text` in quotes and cut to what a message repeats of a value; a text that may be a misplaced key is not repeated.
    package static func quoted(_ text: String) -> String {
        if looksSecret(text) { return "a text of \(text.utf8.count) bytes" }
        return "\"" + bounded(text, to: ConfigurationLimits.maximumQuotedCharacters) + "\""
    }

    /// True when `text` has a long run of base64 characters, as keys have and names do not.
    static func looksSecret(_ text: String) -> Bool {
        var run = 0
        for byte in text.utf8 {
            run = ASCIIRules.isLetterOrDigit(byte) || "+/=".utf8.contains(byte) ? run + 1 : 0
            if run > longestPlainRun { return true }
        }
        return false
    }

    private static let longestPlainRun = 20

    private static func bounded(_ text: String, to limit: Int) -> String {
        var result = String.UnicodeScalarView()
        for (index, scalar) in text.unicodeScalars.enumerated() {
            guard index < limit else { return String(result) + "..." }
            if isSafe(scalar) {
                result.append(scalar)
            } else {
                result.append(contentsOf: "\\u{\(String(scalar.value, radix: 16))}".unicodeScalars)
            }
        }
        return String(result)
    }

    private static func isSafe(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned: false
        default: true
        }
    }
}
