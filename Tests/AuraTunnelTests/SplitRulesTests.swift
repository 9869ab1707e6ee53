import AuraTunnel
import AuraWire
import Testing

@Suite("Split rules")
struct SplitRulesTests {
    @Test("The longest block decides, whichever way it goes, and is named")
    func decides() throws {
        let rules = try SplitRules(
            default: .direct, vpn: [block("10.0.0.0/8"), block("10.1.2.0/24"), block("fd00::/8")],
            direct: [block("10.1.0.0/16")])
        #expect(rules.decision(for: ip("10.9.9.9")).action == .vpn)
        #expect(rules.decision(for: ip("10.9.9.9")).rule == block("10.0.0.0/8"))
        #expect(rules.decision(for: ip("10.1.9.9")).action == .direct)
        #expect(rules.decision(for: ip("10.1.9.9")).rule == block("10.1.0.0/16"))
        #expect(rules.decision(for: ip("10.1.2.3")).action == .vpn)
        #expect(rules.decision(for: ip("fd12::1")).rule == block("fd00::/8"))
        #expect(rules.decision(for: ip("8.8.8.8")).action == .direct)
        #expect(rules.decision(for: ip("8.8.8.8")).rule == nil)
    }

    @Test("An IPv4-mapped address counts as the IPv4 address")
    func mapped() throws {
        let rules = try SplitRules(default: .direct, vpn: [block("10.0.0.0/8")], direct: [])
        #expect(rules.decision(for: ip("::ffff:10.0.0.1")).action == .vpn)
        #expect(rules.decision(for: ip("::ffff:11.0.0.1")).action == .direct)
    }

    @Test("A block that goes both ways is refused, and repeated ones count once")
    func contradiction() throws {
        #expect(throws: SplitRulesError.contradiction(block("10.0.0.0/8"))) {
            try SplitRules(default: .vpn, vpn: [block("10.0.0.0/8")], direct: [block("10.0.0.0/8")])
        }
        let rules = try SplitRules(default: .vpn, vpn: [block("10.0.0.0/8"), block("10.0.0.0/8")], direct: [])
        #expect(rules.vpn == [block("10.0.0.0/8")])
    }
}
