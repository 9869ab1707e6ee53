/// A client's name: the common name of its certificate, and the stem of its profile's file name.
///
/// Letters, digits, `.`, `_` and `-` of ASCII, 1 to ``PKILimits/maximumPeerNameLength`` characters, not starting with
/// `.` or `-` (hidden files, command-line options) and without `..` (paths). Case matters.
public struct PeerName: Sendable, Hashable, CustomStringConvertible {
    /// The name.
    public let text: String

    /// Checks and takes a name.
    public init(_ text: String) throws(NameError) {
        if let expected = Self.objection(to: text) {
            throw NameError("client name", found: text, expected: expected)
        }
        self.text = text
    }

    /// The name.
    public var description: String { text }

    /// What a text that is no name should have been; nil for a name.
    private static func objection(to text: String) -> String? {
        if !(1...PKILimits.maximumPeerNameLength).contains(text.utf8.count) {
            return "1 to \(PKILimits.maximumPeerNameLength) characters"
        }
        if !text.utf8.allSatisfy(isAllowed) { return "only ASCII letters, digits, \".\", \"_\" and \"-\"" }
        if text.hasPrefix(".") || text.hasPrefix("-") { return "a letter, a digit or \"_\" at the start" }
        return text.contains("..") ? "no \"..\"" : nil
    }

    private static func isAllowed(_ byte: UInt8) -> Bool {
        ASCII.isLetterOrDigit(byte) || byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_")
            || byte == UInt8(ascii: "-")
    }
}
