internal import AuraWire

extension ValueRule where Value == IPAddress {
    /// An address of either family.
    static var address: Self {
        string(expected: "an IPv4 or IPv6 address in quotes, without brackets") { IPAddress($0) }
    }
}

extension ValueRule where Value == CIDR {
    /// A block of either family.
    static var block: Self { block(expected: "a block of addresses, for example \"10.0.0.0/8\"") { _ in true } }

    /// The pool that clients get IPv4 addresses from.
    static var pool: Self {
        let range = ConfigurationLimits.poolPrefix
        let expected = "an IPv4 block from /\(range.lowerBound) to /\(range.upperBound), for example \"10.77.0.0/16\""
        return block(expected: expected) { !$0.address.isIPv6 && range.contains($0.prefixLength) }
    }

    /// The pool that clients get IPv6 addresses from.
    static var pool6: Self {
        let range = ConfigurationLimits.pool6Prefix
        let expected = "an IPv6 block from /\(range.lowerBound) to /\(range.upperBound), for example \"fd00:77::/64\""
        return block(expected: expected) { $0.address.isIPv6 && range.contains($0.prefixLength) }
    }

    private static func block(expected: String, fits: @escaping (CIDR) -> Bool) -> Self {
        Self(expected: expected) { node throws(Rejection) in
            guard case .string(let text) = node else { throw Rejection(found: node.summary, expected: expected) }
            let block = try parse(text, expected: expected)
            guard fits(block) else { throw Rejection(found: node.summary, expected: expected) }
            return block
        }
    }

    private static func parse(_ text: String, expected: String) throws(Rejection) -> CIDR {
        do throws(CIDRError) {
            return try CIDR(text)
        } catch {
            throw rejection(error, expected: expected)
        }
    }

    /// The error's text is `found; expected ...` or `found; what was meant`.
    private static func rejection(_ error: CIDRError, expected: String) -> Rejection {
        let text = error.description
        if Printable.looksSecret(text) { return Rejection(found: "found a text that is no block", expected: expected) }
        guard let separator = text.lastIndex(of: ";") else { return Rejection(found: text, expected: expected) }
        let tail = text[text.index(after: separator)...].drop { $0 == " " }
        let found = String(text[..<separator])
        if tail.hasPrefix("expected ") { return Rejection(found: found, expected: String(tail.dropFirst(9))) }
        return Rejection(found: found, expected: expected, suggestion: String(tail))
    }
}

extension ValueRule where Value == HostName {
    /// A DNS name or an address.
    package static var host: Self {
        string(expected: "a host name (letters, digits, \"-\" and \".\") or an address without brackets") {
            HostName($0)
        }
    }
}

extension ValueRule where Value == DecoyUpstream {
    /// A web server.
    static var upstream: Self {
        string(expected: "the address of a web server without a path, for example \"http://127.0.0.1:8080\"") {
            DecoyUpstream($0)
        }
    }
}

extension ValueRule where Value == CertificatePin {
    /// The digest of a certificate.
    static var pin: Self {
        string(expected: "the SHA-256 fingerprint of a certificate, 64 hexadecimal digits") { CertificatePin($0) }
    }
}

extension ValueRule where Value == InterfaceName {
    /// The name of a network interface.
    static var interface: Self {
        string(expected: "an interface name of 1 to 15 letters, digits, \".\", \"_\" and \"-\"") { InterfaceName($0) }
    }
}

extension ValueRule where Value == ClientName {
    /// A client's name.
    static var clientName: Self {
        string(
            expected: "a name of 1 to 64 letters, digits, \".\", \"_\" and \"-\", not starting with \".\" or \"-\""
        ) { ClientName($0) }
    }
}
