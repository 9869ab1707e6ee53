import AuraTunnel
import AuraWire
import Testing

@Suite("Prefix table")
struct PrefixTableTests {
    @Test("The longest block wins, in both families, and the default block matches everything of its own")
    func longestWins() {
        var table = PrefixTable<String>()
        for text in ["0.0.0.0/0", "10.0.0.0/8", "10.1.0.0/16", "10.1.2.3/32", "::/0", "fd00::/8", "fd00::1/128"] {
            #expect(table.insert(text, for: block(text)) == nil)
        }
        #expect(table.lookup(IPv4Address("10.1.2.3")!) == "10.1.2.3/32")
        #expect(table.lookup(IPv4Address("10.1.2.4")!) == "10.1.0.0/16")
        #expect(table.lookup(IPv4Address("10.2.0.0")!) == "10.0.0.0/8")
        #expect(table.lookup(IPv4Address("255.255.255.255")!) == "0.0.0.0/0")
        #expect(table.lookup(IPv6Address("fd00::1")!) == "fd00::1/128")
        #expect(table.lookup(IPv6Address("fdff::1")!) == "fd00::/8")
        #expect(table.lookup(IPv6Address("2001:db8::")!) == "::/0")
        #expect(table.match(ip("10.1.9.9"))?.block == block("10.1.0.0/16"))
    }

    @Test("An empty table matches nothing")
    func empty() {
        let table = PrefixTable<Int>()
        #expect(table.lookup(IPv4Address(bits: 0)) == nil)
        #expect(table.match(ip("::")) == nil)
        #expect(table.entries.isEmpty && table.count == 0)
    }

    @Test("Against a list searched by brute force, whatever comes and goes", arguments: 1...20 as ClosedRange<UInt64>)
    func matchesReference(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        var table = PrefixTable<Int>()
        var reference: [CIDR: Int] = [:]
        var known: [CIDR] = []
        for step in 0..<400 {
            let candidate = randomBlock(&random)
            known.append(candidate)
            if Int.random(in: 0..<10, using: &random) < 6 {
                #expect(table.insert(step, for: candidate) == reference.updateValue(step, forKey: candidate))
            } else {
                let victim = known.randomElement(using: &random) ?? candidate
                #expect(table.remove(victim) == reference.removeValue(forKey: victim))
            }
            let address = randomAddress(&random)
            let expected = reference.filter { $0.key.contains(address) }.max {
                $0.key.prefixLength < $1.key.prefixLength
            }
            #expect(table.match(address)?.block == expected?.key && table.match(address)?.value == expected?.value)
            #expect(lookup(table, address) == expected?.value)
            #expect(table[candidate] == reference[candidate])
        }
        #expect(table.count == reference.count)
        #expect(Dictionary(uniqueKeysWithValues: table.entries.map { ($0.block, $0.value) }) == reference)
        for victim in reference.keys { #expect(table.remove(victim) != nil) }
        #expect(table.count == 0 && table.entries.isEmpty)
    }

    @Test("Entries come in order: IPv4 first, then by address, wider before narrower")
    func order() {
        var table = PrefixTable<Int>()
        let texts = ["9.0.0.0/8", "10.0.0.0/8", "10.0.0.0/16", "10.128.0.0/9", "fc00::/7", "fd00::/8"]
        for text in texts.shuffled() { table.insert(0, for: block(text)) }
        #expect(table.entries.map(\.block.description) == texts)
    }

    private func lookup(_ table: PrefixTable<Int>, _ address: IPAddress) -> Int? {
        switch address {
        case .v4(let address): table.lookup(address)
        case .v6(let address): table.lookup(address)
        }
    }

    /// Few distinct bits, at both ends of the address, so that blocks nest and collide.
    private func randomAddress(_ random: inout SeededGenerator) -> IPAddress {
        let high = UInt32.random(in: 0..<16, using: &random)
        let low = UInt32.random(in: 0..<8, using: &random)
        if Bool.random(using: &random) { return .v4(IPv4Address(bits: high << 28 | low)) }
        return .v6(IPv6Address(bits: UInt128(high) << 124 | UInt128(low)))
    }

    private func randomBlock(_ random: inout SeededGenerator) -> CIDR {
        let address = randomAddress(&random)
        let lengths = [
            0, 1, 2, 3, 4, 8, address.bitWidth - 3, address.bitWidth - 2, address.bitWidth - 1, address.bitWidth,
        ]
        return CIDR(containing: address, prefixLength: lengths.randomElement(using: &random)!)!
    }
}
