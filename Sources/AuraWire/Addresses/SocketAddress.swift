/// An IP address and a port.
public struct SocketAddress: Hashable, Sendable {
    /// The host's address.
    public var ip: IPAddress
    /// The port, 0...65535; 0 means any.
    public var port: UInt16

    /// Makes the address from its parts.
    @inlinable
    public init(_ ip: IPAddress, port: UInt16) {
        self.ip = ip
        self.port = port
    }

    /// Parses `1.2.3.4:443` or `[2001:db8::1]:443`; `nil` for anything else.
    public init?(_ text: some StringProtocol) {
        guard let colon = text.lastIndex(of: ":") else { return nil }
        let portText = text[text.index(after: colon)...]
        guard (1...5).contains(portText.utf8.count), portText.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let port = UInt16(portText), let ip = Self.host(text[..<colon])
        else { return nil }
        self.init(ip, port: port)
    }

    private static func host(_ text: some StringProtocol) -> IPAddress? {
        if let address = IPv4Address(text) { return .v4(address) }
        guard text.first == "[", text.last == "]" else { return nil }
        return IPv6Address(text.dropFirst().dropLast()).map(IPAddress.v6)
    }
}

extension SocketAddress: CustomStringConvertible {
    /// `1.2.3.4:443` or `[2001:db8::1]:443`.
    public var description: String {
        "\(ip.bracketed):\(port)"
    }
}
