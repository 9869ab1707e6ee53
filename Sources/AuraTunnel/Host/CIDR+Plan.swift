import AuraWire

extension CIDR {
    /// The block of all addresses of a family.
    static func all(isIPv6: Bool) -> CIDR {
        let zero = isIPv6 ? IPAddress.v6(IPv6Address(bits: 0)) : .v4(IPv4Address(bits: 0))
        return CIDR(containing: zero, prefixLength: 0) ?? CIDR(host: zero)
    }

    /// The two halves of a block; the block itself when it is one address.
    var halves: [CIDR] {
        guard prefixLength < address.bitWidth else { return [self] }
        let upper: IPAddress =
            switch address {
            case .v4(let low): .v4(IPv4Address(bits: low.bits | 1 << UInt32(31 - prefixLength)))
            case .v6(let low): .v6(IPv6Address(bits: low.bits | 1 << UInt128(127 - prefixLength)))
            }
        return [address, upper].compactMap { CIDR(containing: $0, prefixLength: prefixLength + 1) }
    }
}

extension Array where Element: Hashable {
    /// Each element once, where it came first.
    var uniqued: [Element] {
        var seen: Set<Element> = []
        return filter { seen.insert($0).inserted }
    }
}
