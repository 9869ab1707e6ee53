public import AuraWire

/// A host by DNS name (RFC 1123 section 2.1) or by address.
public struct HostName: Hashable, Sendable, CustomStringConvertible {
    /// The longest name in characters (RFC 1035 section 2.3.4, without the root's dot).
    public static let maximumLength = 253
    /// The longest label in characters (RFC 1035 section 2.3.4).
    public static let maximumLabelLength = 63

    /// The name in lower case, or the address in its canonical text without brackets.
    public let text: String

    /// Takes a DNS name, or an IPv4 or IPv6 address without brackets; `nil` for anything else.
    public init?(_ text: String) {
        if let address = IPAddress(text) {
            self.text = address.description
        } else if Self.isName(text) {
            self.text = text.lowercased()
        } else {
            return nil
        }
    }

    /// Takes an address.
    public init(_ address: IPAddress) {
        text = address.description
    }

    /// The address, when the host is given by one.
    public var address: IPAddress? { IPAddress(text) }

    /// The host as it stands before a port: an IPv6 address in brackets.
    public var bracketed: String { address?.bracketed ?? text }

    /// As ``text``.
    public var description: String { text }

    /// A name whose last label is a number is refused: it is a mistyped address.
    private static func isName(_ text: String) -> Bool {
        guard (1...maximumLength).contains(text.utf8.count) else { return false }
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        guard let last = labels.last, !last.allSatisfy(ASCIIRules.isDigit) else { return false }
        return labels.allSatisfy(isLabel)
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        (1...maximumLabelLength).contains(label.count) && label.allSatisfy(ASCIIRules.isLabelByte)
            && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
    }
}
