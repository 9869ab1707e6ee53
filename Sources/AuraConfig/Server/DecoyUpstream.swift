internal import AuraWire

/// A web server that strangers' requests are passed on to.
public struct DecoyUpstream: Hashable, Sendable, CustomStringConvertible {
    /// How it is asked.
    public enum Scheme: String, Hashable, Sendable, CaseIterable {
        /// In the clear: for a web server on the same host.
        case http
        /// Over TLS.
        case https

        /// The port when the address has none (RFC 9110 sections 4.2.1 and 4.2.2).
        public var standardPort: UInt16 { self == .http ? 80 : 443 }
    }

    /// How it is asked.
    public let scheme: Scheme
    /// The name or address of the web server.
    public let host: HostName
    /// Its port, 1...65535.
    public let port: UInt16

    /// Makes an upstream of its parts, with the standard port unless another is given; port 0 is none.
    public init?(_ scheme: Scheme = .http, host: HostName, port: UInt16? = nil) {
        guard port != 0 else { return nil }
        (self.scheme, self.host, self.port) = (scheme, host, port ?? scheme.standardPort)
    }

    /// Takes `http://HOST` or `https://HOST`, with `:PORT` or without, an IPv6 host in brackets, with or without a `/` at
    /// the end; `nil` for anything else.
    public init?(_ text: String) {
        let lower = text.lowercased()
        guard let scheme = Scheme.allCases.first(where: { lower.hasPrefix($0.prefix) }) else { return nil }
        var rest = text.dropFirst(scheme.prefix.count)
        if rest.hasSuffix("/") { rest = rest.dropLast() }
        guard let (name, tail) = Self.splitHost(rest), let host = HostName(String(name)) else { return nil }
        // A bracketed host is an IPv6 address, and only such a one is.
        guard rest.hasPrefix("[") == (host.address?.isIPv6 == true) else { return nil }
        if tail.isEmpty {
            self.init(scheme, host: host)
        } else {
            guard let port = Self.port(tail) else { return nil }
            self.init(scheme, host: host, port: port)
        }
    }

    /// The address as server.toml has it, always with its port: `http://HOST:PORT`.
    public var description: String {
        "\(scheme.prefix)\(host.bracketed):\(port)"
    }

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

extension DecoyUpstream.Scheme {
    fileprivate var prefix: String { rawValue + "://" }
}
