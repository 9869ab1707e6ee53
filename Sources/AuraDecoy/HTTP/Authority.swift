/// A host and perhaps a port, as they stand in a URL or a `Host` field.
struct Authority: Equatable {
    /// A name or an address; an IPv6 address is in brackets.
    let host: Substring
    /// Digits, or nothing at all after a colon.
    let port: Substring?

    /// Reads the authority of a URL; nil if it has bytes that cannot be there.
    init?(_ text: Substring) {
        guard let end = Self.endOfHost(text) else { return nil }
        host = text[..<end]
        let rest = text[end...]
        port = rest.isEmpty ? nil : rest.dropFirst()
        let isGood = rest.isEmpty || (rest.hasPrefix(":") && rest.utf8.dropFirst().allSatisfy(\.isDigit))
        guard !host.isEmpty, host.utf8.allSatisfy(Self.mayHave), !host.contains(".."), isGood else { return nil }
    }

    /// Whether this byte can be in an authority.
    static func mayHave(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit || ".-:~[]".utf8.contains(byte) }

    /// Whether this can be in a `Host` field, where nginx takes anything without spaces, controls, slashes and double
    /// dots.
    static func isGoodField(_ host: String) -> Bool {
        let isClean = host.utf8.allSatisfy { !$0.isBlankOrControl && $0 != UInt8(ascii: "/") }
        return !host.contains("..") && isClean && !(["", "."] as Set).contains(host.prefix { $0 != ":" })
    }

    private static func endOfHost(_ text: Substring) -> Substring.Index? {
        guard text.hasPrefix("[") else { return text.firstIndex(of: ":") ?? text.endIndex }
        return text.firstIndex(of: "]").map { text.index(after: $0) }
    }
}
