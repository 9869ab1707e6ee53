/// An IPv4 address (RFC 791).
public struct IPv4Address: Hashable, Sendable, Comparable {
    /// The address as a number, first octet most significant.
    public let bits: UInt32

    /// Makes the address whose octets, most significant first, are those of `bits`.
    @inlinable
    public init(bits: UInt32) {
        self.bits = bits
    }

    /// Parses dotted-quad text; `nil` unless it is exactly four decimal octets without leading zeros.
    public init?(_ text: some StringProtocol) {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var bits: UInt32 = 0
        for part in parts {
            guard let octet = Self.octet(part) else { return nil }
            bits = bits << 8 | UInt32(octet)
        }
        self.bits = bits
    }

    /// Orders addresses as numbers.
    @inlinable
    public static func < (left: Self, right: Self) -> Bool { left.bits < right.bits }

    /// Leading zeros are refused: some parsers read them as octal, and two readings of one address are one too many.
    private static func octet(_ text: some StringProtocol) -> UInt8? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        guard text.utf8.count == 1 || text.utf8.first != 0x30 else { return nil }
        return UInt8(text)
    }
}

extension IPv4Address: CustomStringConvertible {
    /// Dotted-quad text.
    public var description: String {
        "\(bits >> 24).\(bits >> 16 & 0xff).\(bits >> 8 & 0xff).\(bits & 0xff)"
    }
}
