public import AuraWire

/// Longest-prefix match over IPv4 and IPv6 blocks.
///
/// Lookups allocate nothing and take no lock; a table is changed by its owner and handed to readers as a copy. For the packet
/// path keep values trivial (an index), so that a lookup touches no reference count.
public struct PrefixTable<Value: Sendable>: Sendable {
    @usableFromInline var v4 = PrefixTrie<UInt32, Value>()
    @usableFromInline var v6 = PrefixTrie<UInt128, Value>()

    /// An empty table.
    public init() {}

    /// Blocks in the table.
    public var count: Int { v4.count + v6.count }

    /// The value of the longest IPv4 block that holds the address.
    @inlinable
    public func lookup(_ address: IPv4Address) -> Value? {
        let index = v4.match(address.bits)
        return index < 0 ? nil : v4.nodes[index].value
    }

    /// The value of the longest IPv6 block that holds the address.
    @inlinable
    public func lookup(_ address: IPv6Address) -> Value? {
        let index = v6.match(address.bits)
        return index < 0 ? nil : v6.nodes[index].value
    }

    /// The longest block that holds the address, and its value.
    public func match(_ address: IPAddress) -> (block: CIDR, value: Value)? {
        switch address {
        case .v4(let address): entry(v4, v4.match(address.bits), IPv4Address.init(bits:), IPAddress.v4)
        case .v6(let address): entry(v6, v6.match(address.bits), IPv6Address.init(bits:), IPAddress.v6)
        }
    }

    /// The value of exactly this block.
    public subscript(block: CIDR) -> Value? {
        switch block.address {
        case .v4(let address): v4.value(address.bits, block.prefixLength)
        case .v6(let address): v6.value(address.bits, block.prefixLength)
        }
    }

    /// Sets the value of a block; returns the value it had.
    @discardableResult
    public mutating func insert(_ value: Value, for block: CIDR) -> Value? {
        switch block.address {
        case .v4(let address): v4.insert(address.bits, block.prefixLength, value)
        case .v6(let address): v6.insert(address.bits, block.prefixLength, value)
        }
    }

    /// Removes a block; returns the value it had.
    @discardableResult
    public mutating func remove(_ block: CIDR) -> Value? {
        switch block.address {
        case .v4(let address): v4.remove(address.bits, block.prefixLength)
        case .v6(let address): v6.remove(address.bits, block.prefixLength)
        }
    }

    /// All blocks with their values: IPv4 first, then by address, wider before narrower.
    public var entries: [(block: CIDR, value: Value)] {
        var entries: [(block: CIDR, value: Value)] = []
        v4.forEach { bits, length, value in
            guard let block = CIDR(containing: .v4(IPv4Address(bits: bits)), prefixLength: length) else { return }
            entries.append((block, value))
        }
        v6.forEach { bits, length, value in
            guard let block = CIDR(containing: .v6(IPv6Address(bits: bits)), prefixLength: length) else { return }
            entries.append((block, value))
        }
        return entries
    }

    private func entry<Bits, Address>(
        _ trie: PrefixTrie<Bits, Value>, _ index: Int, _ address: (Bits) -> Address, _ wrap: (Address) -> IPAddress
    ) -> (block: CIDR, value: Value)? {
        guard index >= 0, let value = trie.nodes[index].value,
            let block = CIDR(containing: wrap(address(trie.nodes[index].bits)), prefixLength: trie.nodes[index].length)
        else { return nil }
        return (block, value)
    }
}
