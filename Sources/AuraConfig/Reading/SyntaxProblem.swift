internal import TOMLKit

/// Tells what the parser said of a text that is not TOML, without letting a secret through.
enum SyntaxProblem {
    static func error(_ error: TOMLParseError, in text: ConfigurationText) -> ConfigurationError {
        let position = error.source.begin
        return ConfigurationError(
            ConfigurationProblem(
                file: text.path, line: position.line, column: position.column,
                found: mayHoldSecret(line: position.line, of: text) || Printable.looksSecret(error.description)
                    ? "not TOML (the line is not repeated, since it may hold a secret)" : error.description,
                expected: "a TOML 1.0 document",
                suggestion: "strings are written in quotes, and a key may be given once"))
    }

    /// The parser repeats parts of what it could not read; a line that speaks of a key, or that names no key at all and so
    /// may be the middle of one, is not repeated.
    private static func mayHoldSecret(line: Int, of text: ConfigurationText) -> Bool {
        let lines = text.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
        guard lines.indices.contains(line - 1) else { return true }
        let content = String(decoding: lines[line - 1], as: UTF8.self).lowercased()
        return content.contains("key") || !content.contains("=") && !content.contains("[")
    }
}
