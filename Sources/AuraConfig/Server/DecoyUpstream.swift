internal import AuraWire

/// A web server that strangers' requests are passed on to, in plain HTTP/1.1.
public struct DecoyUpstream: Hashable, Sendable, CustomStringConvertible {
    /// The port when the address has none (RFC 9110 section 4.2.1).
    public static let standardPort: UInt16 = 80

    /// The name or address of the web server.
    public let host: HostName
    /// Its port, 1...65535.
    public let port: UInt16

    /// Makes an upstream of its parts; port 0 is none.
    public init?(host: HostName, port: UInt16 = standardPort) {
        guard port > 0 else { return nil }
        (self.host, self.port) = (host, port)
    }

    /// Takes `http://HOST` or `http://HOST:PORT`, an IPv6 host in brackets, with or without a `/` at the end; `nil` for
    /// anything else.
    public init?(_ text: String) {
        guard text.lowercased().hasPrefix(Self.scheme) else { return nil }
        var rest = text.dropFirst(Self.scheme.count)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        guard let (name, tail) = Self.splitHost(rest), let host = HostName(String(name)) else { return nil }
        // A bracketed host is an IPv6 address, and only such a one is.
        guard rest.hasPrefix("[") == (host.address?.isIPv6 == true) else { return nil }
        guard let port = tail.isEmpty ? Self.standardPort : Self.port(tail) else { return nil }
        self.init(host: host, port: port)
    }

    /// The address as server.toml has it: `http://HOST:PORT`.
    public var description: String {
        let isIPv6 = host.address?.isIPv6 == true
        return Self.scheme + (isIPv6 ? "[\(host)]" : host.text) + ":\(port)"
    }

    private static let scheme = "http://"

    /// The host without brackets, and what follows it: nothing, or `:PORT`.
    private static func splitHost(_ text: Substring) -> (host: Substring, tail: Substring)? {
        if text.hasPrefix("[") {
            guard let end = text.firstIndex(of: "]") else { return nil }
            return (text[text.index(after: text.startIndex)..<end], text[text.index(after: end)...])
        }
        let end = text.firstIndex(of: ":") ?? text.endIndex
        return (text[..<end], text[end...])
    }

    private static func port(_ tail: Substring) -> UInt16? {
        let digits = tail.dropFirst()
        guard tail.hasPrefix(":"), (1...5).contains(digits.utf8.count), digits.utf8.allSatisfy(ASCIIRules.isDigit)
        else { return nil }
        return UInt16(digits)
    }
}
