/// An IP address of either family.
public enum IPAddress: Hashable, Sendable {
    case v4(IPv4Address)
    case v6(IPv6Address)

    /// Parses an address of either family; `nil` for anything else. Brackets and zones are not accepted.
    public init?(_ text: some StringProtocol) {
        if let address = IPv4Address(text) {
            self = .v4(address)
        } else if let address = IPv6Address(text) {
            self = .v6(address)
        } else {
            return nil
        }
    }

    /// Length in bits: 32 or 128.
    public var bitWidth: Int {
        switch self {
        case .v4: 32
        case .v6: 128
        }
    }

    /// True for IPv6.
    public var isIPv6: Bool { bitWidth == 128 }

    /// An IPv4-mapped IPv6 address as plain IPv4; any other address as it is.
    public var unmapped: IPAddress {
        if case .v6(let address) = self, let inner = address.mappedIPv4 { return .v4(inner) }
        return self
    }

    /// The octets in network order: 4 or 16.
    public var octets: [UInt8] {
        switch self {
        case .v4(let address): withUnsafeBytes(of: address.bits.bigEndian, Array.init)
        case .v6(let address): withUnsafeBytes(of: address.bits.bigEndian, Array.init)
        }
    }

    /// Makes an address from 4 or 16 octets in network order; `nil` for any other count.
    public init?(octets: some Collection<UInt8>) {
        switch octets.count {
        case 4: self = .v4(IPv4Address(bits: octets.reduce(0) { $0 << 8 | UInt32($1) }))
        case 16: self = .v6(IPv6Address(bits: octets.reduce(0) { $0 << 8 | UInt128($1) }))
        default: return nil
        }
    }
}

extension IPAddress: CustomStringConvertible {
    /// Dotted quad or RFC 5952 text.
    public var description: String {
        switch self {
        case .v4(let address): address.description
        case .v6(let address): address.description
        }
    }
}

extension IPAddress {
    /// The address as it stands before a port: one of IPv6 in brackets (RFC 3986 section 3.2.2).
    public var bracketed: String { isIPv6 ? "[\(self)]" : description }
}
