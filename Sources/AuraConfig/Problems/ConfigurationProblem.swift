/// One thing that is wrong with a configuration file.
///
/// Its description is one line of printable text and never holds the value of a secret.
public struct ConfigurationProblem: Hashable, Sendable {
    /// The file's path as it was given.
    public let file: String
    /// The line, counted from 1, where it is known.
    public let line: Int?
    /// The column, counted from 1, where it is known.
    public let column: Int?
    /// The key in question, for example `tunnel.split.vpn[0].cidr`; empty when the file as a whole is meant.
    public let keyPath: String
    /// What is there, as a phrase.
    public let found: String
    /// What should be there, as a phrase that follows "expected".
    public let expected: String
    /// What to do about it, where that is known.
    public let suggestion: String?

    /// Makes a problem; texts are made printable and cut to ``ConfigurationLimits/maximumMessagePart``.
    public init(
        file: String, line: Int? = nil, column: Int? = nil, keyPath: String = "", found: String, expected: String,
        suggestion: String? = nil
    ) {
        self.file = Printable.line(file)
        self.line = line
        self.column = column
        self.keyPath = Printable.line(keyPath)
        self.found = Printable.line(found)
        self.expected = Printable.line(expected)
        self.suggestion = suggestion.map(Printable.line)
    }
}

extension ConfigurationProblem: CustomStringConvertible {
    /// `file:line:column: key: found; expected ...; suggestion`, on one line.
    public var description: String {
        let place = [file, line.map(String.init), column.map(String.init)].compactMap(\.self).joined(separator: ":")
        let heading = keyPath.isEmpty ? place : "\(place): \(keyPath)"
        return "\(heading): \(found); expected \(expected)" + (suggestion.map { "; \($0)" } ?? "")
    }
}
