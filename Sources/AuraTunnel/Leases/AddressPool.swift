public import AuraWire

/// The blocks that inner addresses come from, numbered: place 1 is the server's, the places after it are the clients'.
///
/// A client has the same place in both families, so 10.77.0.9 goes with fd..::9. The first address of a block names the
/// network (for IPv6 the subnet's routers, RFC 4291 section 2.6.1) and IPv4's last is broadcast; neither is given out.
public struct AddressPool: Hashable, Sendable {
    /// The most clients that one server keeps addresses for, however large its blocks are.
    public static let maximumLeases = 65_536
    /// The server's place.
    static let serverPlace = 1

    /// The IPv4 block.
    public let v4: CIDR?
    /// The IPv6 block.
    public let v6: CIDR?
    /// The last place that a client can have.
    let lastPlace: Int

    /// Makes a pool. Throws when there is no block, one is of the other family, or one has no room for a client.
    public init(v4: CIDR?, v6: CIDR?) throws(AddressPoolError) {
        guard v4 != nil || v6 != nil else { throw .noBlock }
        if let v4, v4.address.isIPv6 { throw .wrongFamily(v4) }
        if let v6, !v6.address.isIPv6 { throw .wrongFamily(v6) }
        var last = Self.serverPlace + Self.maximumLeases
        for block in [v4, v6].compactMap(\.self) { last = min(last, Self.lastPlace(in: block)) }
        for block in [v4, v6].compactMap(\.self) where Self.lastPlace(in: block) <= Self.serverPlace {
            throw .tooSmall(block)
        }
        (self.v4, self.v6, lastPlace) = (v4, v6, last)
    }

    /// The server's own addresses: the first of each block.
    public var server: InnerAddresses { addresses(at: Self.serverPlace) }

    /// The blocks that there are, IPv4 first.
    public var blocks: [CIDR] { [v4, v6].compactMap(\.self) }

    /// Clients that the pool has room for.
    public var clientCapacity: Int { lastPlace - Self.serverPlace }

    /// The addresses of a place; `place` is at most `lastPlace`.
    func addresses(at place: Int) -> InnerAddresses {
        var addresses = InnerAddresses(v4: nil, v6: nil)
        if case .v4(let base)? = v4?.address { addresses.v4 = IPv4Address(bits: base.bits + UInt32(place)) }
        if case .v6(let base)? = v6?.address { addresses.v6 = IPv6Address(bits: base.bits + UInt128(place)) }
        return addresses
    }

    /// The place of a client's addresses: by IPv4 where both pool and client have it. `nil` when it is no client's place.
    func place(of addresses: InnerAddresses) -> Int? {
        if case .v4(let base)? = v4?.address, let address = addresses.v4 {
            return clientPlace(UInt128(address.bits), from: UInt128(base.bits))
        }
        if case .v6(let base)? = v6?.address, let address = addresses.v6 {
            return clientPlace(address.bits, from: base.bits)
        }
        return nil
    }

    private func clientPlace(_ address: UInt128, from base: UInt128) -> Int? {
        guard address > base, let place = Int(exactly: address - base) else { return nil }
        return (Self.serverPlace + 1...lastPlace).contains(place) ? place : nil
    }

    private static func lastPlace(in block: CIDR) -> Int {
        let hostBits = block.address.bitWidth - block.prefixLength
        guard hostBits < 32 else { return Int(UInt32.max) - 1 }
        return (1 << hostBits) - (block.address.isIPv6 ? 1 : 2)
    }
}

/// Why a pool cannot be made, or gives no address.
public enum AddressPoolError: Error, Hashable, Sendable, CustomStringConvertible {
    /// Neither an IPv4 nor an IPv6 block was given.
    case noBlock
    /// A block is of the other family than its place says.
    case wrongFamily(CIDR)
    /// A block has no room for a server and a client.
    case tooSmall(CIDR)
    /// Every address belongs to a client that is connected; how many there are.
    case exhausted(capacity: Int)
    /// The client's name is empty or too long.
    case invalidName(length: Int)

    /// What is wrong and what to do.
    public var description: String {
        switch self {
        case .noBlock: "the pool has neither an IPv4 nor an IPv6 block; give at least one"
        case .wrongFamily(let block): "\(block) is of the wrong family for its place in the pool"
        case .tooSmall(let block):
            "\(block) has no room for a server and a client; use a /\(block.address.bitWidth - 2) or wider"
        case .exhausted(let capacity):
            "all \(capacity) client addresses of the pool belong to connected clients; use a wider pool"
        case .invalidName(let length):
            "a client name of \(length) bytes cannot have a lease; expected 1 to \(LeaseBook.maximumNameLength)"
        }
    }
}
