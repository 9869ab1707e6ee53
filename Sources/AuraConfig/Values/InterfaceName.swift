/// The name of a network interface.
public struct InterfaceName: Hashable, Sendable, CustomStringConvertible {
    /// The longest name in bytes: Linux's `IFNAMSIZ` less the final zero.
    public static let maximumLength = 15

    /// The name of the tunnel's interface unless another is configured.
    public static let standard = InterfaceName(checked: "aura0")

    /// The name.
    public let text: String

    /// Takes 1 to 15 letters, digits, `.`, `_` and `-` of ASCII; `nil` for anything else. `.` and `..` are no names, since
    /// the kernel makes a directory of each name, and a leading `-` would look like an option.
    public init?(_ text: String) {
        guard (1...Self.maximumLength).contains(text.utf8.count), text.utf8.allSatisfy(ASCIIRules.isNameByte),
            text != ".", text != "..", text.utf8.first != UInt8(ascii: "-")
        else { return nil }
        self.init(checked: text)
    }

    private init(checked text: String) {
        self.text = text
    }

    /// As ``text``.
    public var description: String { text }
}
