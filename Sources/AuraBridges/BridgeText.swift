internal import AuraConfig
internal import AuraWire

/// Takes apart what names a bridge: a host, in brackets when it is an IPv6 address, and what follows it.
struct BridgeText {
    let host: HostName
    /// What is between the colons after the host; at least one part, which may be empty.
    let parts: [Substring]

    private let text: String

    /// Takes a text that must have `form`.
    init(_ text: String, form: String) throws(BridgeSyntaxError) {
        let (name, rest) = try Self.split(text, form: form)
        guard let host = HostName(String(name)) else {
            throw BridgeSyntaxError(
                text, problem: "\(Printable.quoted(String(name))) is no host",
                expected: "a name of letters, digits, \"-\" and \".\", or an address, then the ports: \(form)")
        }
        guard host.canBeDialled else {
            throw BridgeSyntaxError(text, problem: "\(host) means every address", expected: HostName.dialled)
        }
        (self.host, self.text) = (host, text)
        parts = rest.split(separator: ":", omittingEmptySubsequences: false)
    }

    /// A port in decimal digits, as it is written everywhere.
    func port(_ digits: some StringProtocol) throws(BridgeSyntaxError) -> UInt16 {
        guard digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }), digits.first != "0", let port = UInt16(digits)
        else {
            throw BridgeSyntaxError(
                text, problem: "\(Printable.quoted(String(digits))) is no port", expected: "a port from 1 to 65535")
        }
        return port
    }

    /// The host without brackets, and what comes after the colon behind it.
    private static func split(
        _ text: String, form: String
    ) throws(BridgeSyntaxError) -> (host: Substring, rest: Substring) {
        if text.hasPrefix("[") { return try splitBracketed(text, form: form) }
        guard let colon = text.firstIndex(of: ":") else {
            throw BridgeSyntaxError(text, problem: "nothing after the host", expected: form)
        }
        guard !text[text.index(after: colon)...].hasPrefix(":"), IPAddress(text)?.isIPv6 != true else {
            throw BridgeSyntaxError(text, problem: "an IPv6 address without brackets or port", expected: form)
        }
        return (text[..<colon], text[text.index(after: colon)...])
    }

    private static func splitBracketed(
        _ text: String, form: String
    ) throws(BridgeSyntaxError) -> (host: Substring, rest: Substring) {
        guard let end = text.firstIndex(of: "]"), text[text.index(after: end)...].hasPrefix(":") else {
            throw BridgeSyntaxError(text, problem: "no \"]:\" after the host", expected: form)
        }
        let host = text[..<end].dropFirst()
        guard IPAddress(host)?.isIPv6 == true else {
            throw BridgeSyntaxError(
                text, problem: "\(Printable.quoted(String(host))) is no IPv6 address", expected: form)
        }
        return (host, text[end...].dropFirst(2))
    }
}

extension HostName {
    /// What ``canBeDialled`` asks for, as a phrase.
    static let dialled = "the name or address that clients dial"

    /// False for an address that means every address of a host: to dial it is to dial oneself.
    var canBeDialled: Bool { address?.unmapped.octets.contains { $0 != 0 } ?? true }
}
