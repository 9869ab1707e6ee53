/// Why a text is no client name, no host or no serial number.
public struct NameError: Error, Sendable, Equatable, CustomStringConvertible {
    /// What the text should have been, such as `client name`.
    public let kind: String
    /// The text as it was given, cut and escaped for printing.
    public let found: String
    /// What was expected instead.
    public let expected: String

    init(_ kind: String, found: String, expected: String) {
        self.kind = kind
        self.found = Printable.text(found)
        self.expected = expected
    }

    /// The text that was found and what was expected.
    public var description: String { "invalid \(kind) \"\(found)\": expected \(expected)" }
}
