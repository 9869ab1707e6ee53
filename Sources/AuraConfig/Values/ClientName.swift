/// A client's name as its certificate and its profile's file carry it.
public struct ClientName: Hashable, Sendable, CustomStringConvertible {
    /// The longest name in characters (X.520 `ub-common-name`).
    public static let maximumLength = 64

    /// The name; case matters.
    public let text: String

    /// Takes 1 to 64 letters, digits, `.`, `_` and `-` of ASCII, not starting with `.` or `-` and without `..`; `nil` for
    /// anything else.
    public init?(_ text: String) {
        guard (1...Self.maximumLength).contains(text.utf8.count), text.utf8.allSatisfy(ASCIIRules.isNameByte),
            !text.hasPrefix("."), !text.hasPrefix("-"), !text.contains("..")
        else { return nil }
        self.text = text
    }

    /// As ``text``.
    public var description: String { text }
}
