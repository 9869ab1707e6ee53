internal import AuraConfig

/// Why a text names no bridge. Its description is one line of printable text.
public struct BridgeSyntaxError: Error, Hashable, Sendable, CustomStringConvertible {
    /// What was found, and what was expected.
    public let description: String

    init(_ text: String, problem: String, expected: String) {
        description = "\(Printable.quoted(text)): \(problem); expected \(expected)"
    }
}
