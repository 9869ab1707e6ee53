internal import AuraWire

/// The address of a bridges manifest on the web: `https://HOST[:PORT][/PATH][?QUERY]`.
///
/// Only https: the manifest is signed, but who asks for it should not be seen to.
public struct BridgesURL: Hashable, Sendable, CustomStringConvertible {
    /// The port when the address names none (RFC 9110 section 4.2.2).
    public static let standardPort: UInt16 = 443

    /// The name or address of the web server.
    public let host: HostName
    /// Its port, 1...65535.
    public let port: UInt16
    /// The path with its query, as a request line has it (RFC 9112 section 3.2.1): visible ASCII that begins with `/`.
    public let target: String

    /// Takes `https://HOST/PATH`, with `:PORT` or without, an IPv6 host in brackets; without a path it is `/`. `nil` for
    /// anything else, among it addresses with a user or a fragment, with characters that a request line cannot have, or
    /// of more than ``ConfigurationLimits/maximumURLBytes``.
    public init?(_ text: String) {
        guard text.utf8.count <= ConfigurationLimits.maximumURLBytes, text.lowercased().hasPrefix(Self.prefix)
        else { return nil }
        let rest = text.dropFirst(Self.prefix.count)
        let slash = rest.firstIndex(of: "/") ?? rest.endIndex
        guard let server = DecoyUpstream(Self.prefix + rest[..<slash]), Self.isTarget(rest[slash...].utf8)
        else { return nil }
        (host, port) = (server.host, server.port)
        target = slash == rest.endIndex ? "/" : String(rest[slash...])
        // The canonical text may be longer than what was given.
        guard description.utf8.count <= ConfigurationLimits.maximumURLBytes else { return nil }
    }

    /// The address, without its port where that is the standard one.
    public var description: String {
        Self.prefix + host.bracketed + (port == Self.standardPort ? "" : ":\(port)") + target
    }

    private static let prefix = "https://"

    /// A percent sign must have its two digits (RFC 3986 section 2.1).
    private static func isTarget(_ text: Substring.UTF8View) -> Bool {
        let pieces = text.split(separator: UInt8(ascii: "%"), omittingEmptySubsequences: false)
        return text.allSatisfy(isTargetByte)
            && pieces.dropFirst().allSatisfy { $0.count >= 2 && $0.prefix(2).allSatisfy(ASCIIRules.isHexDigit) }
    }

    /// Visible ASCII without `#`, which would begin a fragment, and what RFC 3986 has in no address.
    private static func isTargetByte(_ byte: UInt8) -> Bool {
        (0x21...0x7e).contains(byte) && !"#\"<>\\^`{|}".utf8.contains(byte)
    }
}
