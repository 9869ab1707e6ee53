/// A block of addresses: a prefix and its length (RFC 4632).
public struct CIDR: Hashable, Sendable {
    /// The first address of the block; all bits after the prefix are zero.
    public let address: IPAddress
    /// Bits of the prefix: 0...32 for IPv4, 0...128 for IPv6.
    public let prefixLength: Int

    /// The block of `prefixLength` bits that holds `address`; `nil` when the length is out of range.
    public init?(containing address: IPAddress, prefixLength: Int) {
        guard (0...address.bitWidth).contains(prefixLength) else { return nil }
        self.address = address.masked(to: prefixLength)
        self.prefixLength = prefixLength
    }

    /// The block that holds one address.
    public init(host address: IPAddress) {
        self.address = address
        prefixLength = address.bitWidth
    }

    /// Parses `address/length`, for example `10.0.0.0/8`.
    ///
    /// Throws when either part is malformed, or when bits after the prefix are set: `10.0.0.1/8` is more often a slip
    /// than a wish, so the error names the block that was probably meant.
    public init(_ text: some StringProtocol) throws(CIDRError) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let address = IPAddress(parts[0]) else { throw .malformed(String(text.prefix(64))) }
        guard let length = Self.length(parts[1]), let block = Self(containing: address, prefixLength: length) else {
            throw .lengthOutOfRange(String(text.prefix(64)), 0...address.bitWidth)
        }
        guard block.address == address else { throw .hostBitsSet(String(text.prefix(64)), meant: block.description) }
        self = block
    }

    /// True when `candidate` is in the block; always false across families.
    public func contains(_ candidate: IPAddress) -> Bool {
        candidate.bitWidth == address.bitWidth && candidate.masked(to: prefixLength) == address
    }

    /// True when the two blocks share an address.
    public func overlaps(_ other: CIDR) -> Bool {
        contains(other.address) || other.contains(address)
    }

    private static func length(_ text: some StringProtocol) -> Int? {
        guard (1...3).contains(text.utf8.count), text.utf8.allSatisfy({ (0x30...0x39).contains($0) }) else {
            return nil
        }
        return Int(text)
    }
}

extension CIDR: CustomStringConvertible {
    /// `address/length`.
    public var description: String { "\(address)/\(prefixLength)" }
}

/// Why a text is not a CIDR block.
public enum CIDRError: Error, Hashable, CustomStringConvertible {
    /// Not of the form `address/length`.
    case malformed(String)
    /// The length is not a number of the range.
    case lengthOutOfRange(String, ClosedRange<Int>)
    /// Bits after the prefix are set.
    case hostBitsSet(String, meant: String)

    /// What was found and what was expected.
    public var description: String {
        switch self {
        case .malformed(let text):
            "\"\(text)\" is not a block of addresses; expected ADDRESS/LENGTH, for example 10.0.0.0/8 or fd00::/8"
        case .lengthOutOfRange(let text, let range):
            "\"\(text)\" has a prefix length out of range; expected \(range.lowerBound) to \(range.upperBound)"
        case .hostBitsSet(let text, let meant):
            "\"\(text)\" has bits set after its prefix; did you mean \(meant)?"
        }
    }
}

extension IPAddress {
    /// The address with all bits after the first `length` cleared; `length` is 0...bitWidth.
    func masked(to length: Int) -> IPAddress {
        switch self {
        case .v4(let address): .v4(IPv4Address(bits: address.bits & ~(UInt32.max >> UInt32(length))))
        case .v6(let address): .v6(IPv6Address(bits: address.bits & ~(UInt128.max >> UInt128(length))))
        }
    }
}
