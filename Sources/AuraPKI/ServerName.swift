/// The name by which a server is known to its clients: a DNS name or an IP address.
///
/// DNS names are compared without regard to case and held in lower case; there are no wildcards. An internationalised
/// name is written in its `xn--` form.
public enum ServerName: Sendable, Hashable {
    /// A DNS name in lower case, without a dot at its end.
    case dns(String)
    /// An address in network byte order: 4 bytes of IPv4 or 16 of IPv6.
    case address([UInt8])

    /// Checks and takes a host: a DNS name, or an IPv4 or IPv6 address without brackets or zone.
    public init(_ text: String) throws(NameError) {
        if let address = AddressText.parse(text) {
            self = .address(address)
        } else {
            if let expected = Self.objection(to: text) { throw NameError("host", found: text, expected: expected) }
            self = .dns(text.lowercased())
        }
    }
}

extension ServerName: CustomStringConvertible {
    /// The DNS name, or the address in its shortest form.
    public var description: String {
        switch self {
        case .dns(let name): name
        case .address(let bytes): AddressText.format(bytes) ?? "an address of \(bytes.count) bytes"
        }
    }
}

extension ServerName {
    /// What a text that is no host name should have been; nil for a host name.
    private static func objection(to text: String) -> String? {
        if !(1...PKILimits.maximumHostNameLength).contains(text.utf8.count) {
            return "1 to \(PKILimits.maximumHostNameLength) characters"
        }
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        if !labels.allSatisfy(isLabel) {
            return "an IP address, or labels of letters, digits and \"-\" joined by \".\""
        }
        // Such a text is an address with a mistake: 10.0.0, 10.0.0.256.
        return labels.last?.allSatisfy(ASCII.isDigit) == true
            ? "a whole IP address, or a name that ends in a letter" : nil
    }

    private static func isLabel(_ label: Substring.UTF8View) -> Bool {
        (1...PKILimits.maximumHostLabelLength).contains(label.count)
            && label.allSatisfy { ASCII.isLetterOrDigit($0) || $0 == UInt8(ascii: "-") }
            && label.first != UInt8(ascii: "-") && label.last != UInt8(ascii: "-")
    }
}
