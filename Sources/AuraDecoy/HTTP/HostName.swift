/// What a request calls the site.
enum HostName {
    /// Whether this can be a host with or without a port: anything without spaces, controls, slashes and double dots, as
    /// nginx sees it.
    static func isGood(_ host: String) -> Bool {
        !host.isEmpty && host.utf8.allSatisfy { $0 > 0x20 && $0 != 0x7F && $0 != UInt8(ascii: "/") && $0 != 0x5C }
            && host.utf8.first != UInt8(ascii: ":") && !host.contains("..")
    }

    /// Whether this byte can be in the authority of a target.
    static func isPlain(_ byte: UInt8) -> Bool { byte.isLetter || byte.isDigit || ".-:_~[]".utf8.contains(byte) }

    /// Whether this can be the authority in a target: a name or address, and perhaps a port.
    static func isPlain(_ authority: some StringProtocol) -> Bool {
        let host = authority.hasPrefix("[") ? authority.dropFirst().prefix { $0 != "]" } : authority.prefix { $0 != ":" }
        let rest = authority.hasPrefix("[") ? authority.dropFirst(host.utf8.count + 1) : authority[host.endIndex...]
        let isName = host.utf8.allSatisfy { isPlain($0) && $0 != UInt8(ascii: "[") }
        let port = authority.hasPrefix("[") ? (rest.hasPrefix("]") ? rest.dropFirst() : "?") : rest
        return !host.isEmpty && isName && !host.contains("..") && (port.isEmpty || (port.hasPrefix(":") && port.utf8.dropFirst().allSatisfy(\.isDigit)))
    }
}
