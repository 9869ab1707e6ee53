internal import AuraWire

/// Random blocks of unique local IPv6 addresses (RFC 4193 section 3): fd00::/8, 40 random bits, subnet 0.
enum UniqueLocalPrefix {
    static func random(using generator: inout some RandomNumberGenerator) -> CIDR {
        let globalID = UInt128(generator.next() >> 24)
        let address = IPAddress.v6(IPv6Address(bits: 0xfd << 120 | globalID << 80))
        return CIDR(containing: address, prefixLength: 64) ?? CIDR(host: address)
    }
}
