/// The path that a request names, decoded and without dots, and what followed its question mark.
struct RequestTarget: Sendable, Equatable {
    /// Begins with a slash; has no empty, `.` or `..` component and no NUL. Ends with a slash if a directory is meant.
    let path: String
    /// With its question mark; empty if there is none.
    let query: String

    /// Reads the target of a request line: a path, or a whole URL. Nil for what nginx calls a bad request: no path, a path
    /// above the root, a percent sign without two hexadecimal digits, or a NUL.
    init?(_ text: String) {
        guard let local = Self.withoutAuthority(text) else { return nil }
        // A fragment has no business in a request; what follows it is not looked at.
        let whole = local.prefix { $0 != "#" }
        let raw = whole.prefix { $0 != "?" }
        guard let decoded = Self.decoded(raw.utf8), let path = Self.normalized(decoded) else { return nil }
        self.path = path
        query = String(whole[raw.endIndex...])
    }

    /// The components of the path, the last of them empty if a directory is meant.
    var components: [Substring] { path.dropFirst().split(separator: "/", omittingEmptySubsequences: false) }

    /// Whether a target is a path or a whole URL, whatever the path may be.
    static func hasForm(_ text: String) -> Bool { withoutAuthority(text) != nil }

    /// Whether the beginning of a target can become one that has a form.
    static func mayHaveForm(_ beginning: String) -> Bool {
        if beginning.isEmpty || hasForm(beginning) { return true }
        let scheme = beginning.prefix { $0 != ":" }
        guard isScheme(scheme) else { return false }
        let rest = beginning[scheme.endIndex...]
        guard rest.hasPrefix("://") else { return "://".hasPrefix(rest) }
        return rest.utf8.dropFirst(3).allSatisfy(Authority.mayHave)
    }

    private static func isScheme(_ text: Substring) -> Bool {
        let isClean = text.utf8.allSatisfy { $0.isLetter || $0.isDigit || "+-.".utf8.contains($0) }
        return isClean && text.utf8.first?.isLetter == true
    }

    /// The path and query of a target that may be a whole URL, of which nobody looks at the scheme.
    static func withoutAuthority(_ text: String) -> Substring? {
        if text.utf8.first == UInt8(ascii: "/") { return text[...] }
        let scheme = text.prefix { $0 != ":" }
        guard isScheme(scheme) else { return nil }
        let hierarchy = text[scheme.endIndex...]
        guard hierarchy.hasPrefix("://") else { return nil }
        let rest = hierarchy.dropFirst(3)
        let authority = rest.prefix { $0 != "/" && $0 != "?" && $0 != "#" }
        guard Authority(authority) != nil else { return nil }
        let local = rest[authority.endIndex...]
        return local.hasPrefix("/") ? local : "/" + local
    }

    private static func decoded(_ raw: Substring.UTF8View) -> [UInt8]? {
        var bytes: [UInt8] = []
        var rest = raw[...]
        while let byte = rest.popFirst() {
            guard byte == UInt8(ascii: "%") else {
                bytes.append(byte)
                continue
            }
            guard let high = rest.popFirst().flatMap(hexadecimal), let low = rest.popFirst().flatMap(hexadecimal)
            else { return nil }
            bytes.append(high << 4 | low)
        }
        return bytes.contains(0) ? nil : bytes
    }

    private static func hexadecimal(_ digit: UInt8) -> UInt8? {
        Character(UnicodeScalar(digit)).hexDigitValue.map { UInt8($0) }
    }

    private static func normalized(_ bytes: [UInt8]) -> String? {
        let parts = bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: true)
        var kept: [ArraySlice<UInt8>] = []
        for part in parts where part != [0x2E] {
            if part == [0x2E, 0x2E] {
                guard kept.popLast() != nil else { return nil }
            } else {
                kept.append(part)
            }
        }
        let meansDirectory = bytes.last == UInt8(ascii: "/") || parts.last == [0x2E] || parts.last == [0x2E, 0x2E]
        let joined = kept.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "/")
        return "/" + joined + (meansDirectory && !kept.isEmpty ? "/" : "")
    }
}

extension RequestTarget {
    /// The path as it may stand in a `Location` field.
    var encodedPath: String {
        path.utf8.map { byte in
            let isPlain = (0x21...0x7E).contains(byte) && !Self.encoded.contains(byte)
            return isPlain ? String(UnicodeScalar(byte)) : "%" + Self.hex(byte >> 4) + Self.hex(byte & 15)
        }.joined()
    }

    private static let encoded = Array("\"#%<>?\\^`{|}".utf8)

    private static func hex(_ digit: UInt8) -> String { String(digit, radix: 16, uppercase: true) }
}
