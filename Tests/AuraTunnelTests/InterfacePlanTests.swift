import AuraTunnel
import AuraWire
import Testing

@Suite("Interface plan")
struct InterfacePlanTests {
    let plan = InterfacePlan(device: "aura0", mtu: 1400)

    private func applied(_ changes: [HostChange]) -> [String] { changes.map(\.apply.description) }
    private func undone(_ changes: [HostChange]) -> [String] { changes.reversed().compactMap(\.undo?.description) }

    private let link = [
        "ip link set dev aura0 addrgenmode none", "ip link set dev aura0 multicast off",
        "ip link set dev aura0 mtu 1400",
        "ip link set dev aura0 up",
    ]

    @Test("A Linux server: own addresses and a route for each pool")
    func linuxServer() {
        let changes = plan.linuxServer(
            inner("10.77.0.1", "fd77::1"), pools: [block("10.77.0.0/16"), block("fd77::/64")])
        #expect(
            applied(changes) == link + [
                "ip addr add 10.77.0.1/32 dev aura0", "ip -6 addr add fd77::1/128 dev aura0 nodad",
                "ip route add 10.77.0.0/16 dev aura0 proto 175", "ip -6 route add fd77::/64 dev aura0 proto 175",
            ])
        #expect(
            undone(changes) == [
                "ip -6 route del fd77::/64 dev aura0 proto 175", "ip route del 10.77.0.0/16 dev aura0 proto 175",
                "ip -6 addr del fd77::1/128 dev aura0", "ip addr del 10.77.0.1/32 dev aura0",
            ])
    }

    @Test("A Linux client with a split: vpn blocks and exceptions in one table, no default")
    func linuxSplit() throws {
        let rules = try SplitRules(default: .direct, vpn: [block("10.0.0.0/8")], direct: [block("10.1.0.0/16")])
        let changes = plan.linuxClient(inner("10.77.0.2", nil), server: inner("10.77.0.1", nil), rules: rules)
        #expect(
            applied(changes) == link + [
                "ip addr add 10.77.0.2 peer 10.77.0.1/32 dev aura0",
                "ip route add 10.0.0.0/8 dev aura0 table 51886 proto 175",
                "ip route add throw 10.1.0.0/16 table 51886 proto 175",
                "ip rule add priority 5186 protocol 175 to 10.0.0.0/8 lookup main suppress_prefixlength 8",
                "ip rule add priority 5186 protocol 175 not fwmark 0x61757261 lookup 51886",
            ])
        #expect(
            undone(changes).prefix(2) == [
                "ip rule del priority 5186 protocol 175 not fwmark 0x61757261 lookup 51886",
                "ip rule del priority 5186 protocol 175 to 10.0.0.0/8 lookup main suppress_prefixlength 8",
            ])
    }

    @Test("A Linux client with everything in the tunnel, in the families that it has an address of")
    func linuxFull() throws {
        let rules = try SplitRules(default: .vpn, vpn: [], direct: [])
        let both = plan.linuxClient(
            inner("10.77.0.2", "fd77::2"), server: inner("10.77.0.1", "fd77::1"), rules: rules)
        #expect(applied(both).contains("ip route add 0.0.0.0/0 dev aura0 table 51886 proto 175"))
        #expect(applied(both).contains("ip -6 route add ::/0 dev aura0 table 51886 proto 175"))
        #expect(
            applied(both).contains(
                "ip -6 rule add priority 5186 protocol 175 to ::/0 lookup main suppress_prefixlength 0"))
        let four = plan.linuxClient(inner("10.77.0.2", nil), server: inner("10.77.0.1", nil), rules: rules)
        #expect(!applied(four).contains { $0.hasPrefix("ip -6") })
    }

    @Test("An IPv6 vpn block without an inner IPv6 address is closed, not left to leak")
    func closesWhatItCannotCarry() throws {
        let rules = try SplitRules(default: .direct, vpn: [block("fd00::/8")], direct: [])
        let changes = plan.linuxClient(inner("10.77.0.2", nil), server: inner("10.77.0.1", nil), rules: rules)
        #expect(applied(changes).contains("ip -6 route add unreachable fd00::/8 table 51886 proto 175"))
    }

    @Test("Every route and every rule of ours carries our tag, and every change that outlives the device can be undone")
    func tagged() throws {
        let rules = try SplitRules(
            default: .vpn, vpn: [block("10.0.0.0/8"), block("fd00::/8")],
            direct: [block("10.1.0.0/16"), block("fd01::/16")])
        let changes = plan.linuxClient(
            inner("10.77.0.2", "fd77::2"), server: inner("10.77.0.1", "fd77::1"), rules: rules)
        for change in changes where change.apply.arguments.contains("route") || change.apply.arguments.contains("rule")
        {
            let text = change.apply.description
            #expect(text.contains("proto 175") || text.contains("protocol 175"), "\(text)")
            #expect(change.undo?.description == text.replacing(" add ", with: " del "))
        }
    }

    @Test("A macOS client: halves of the default, servers and direct blocks by the gateway")
    func darwinClient() throws {
        let rules = try SplitRules(default: .vpn, vpn: [], direct: [block("192.168.0.0/16"), block("fd01::/16")])
        let outer = OuterPath(servers: [ip("203.0.113.9")], gateways: inner("192.168.1.1", nil))
        let changes = InterfacePlan(device: "utun4", mtu: 1400).darwinClient(
            inner("10.77.0.2", "fd77::2"), server: inner("10.77.0.1", "fd77::1"), rules: rules, outer: outer)
        #expect(
            applied(changes) == [
                "ifconfig utun4 mtu 1400 up",
                "ifconfig utun4 inet 10.77.0.2 10.77.0.1 netmask 255.255.255.255 alias",
                "ifconfig utun4 inet6 fd77::2 prefixlen 128 alias",
                "route -n add -inet 203.0.113.9/32 192.168.1.1", "route -n add -inet 192.168.0.0/16 192.168.1.1",
                "route -n add -inet 0.0.0.0/1 -interface utun4", "route -n add -inet 128.0.0.0/1 -interface utun4",
                "route -n add -inet6 ::/1 -interface utun4", "route -n add -inet6 8000::/1 -interface utun4",
            ])
        #expect(undone(changes).first == "route -n delete -inet6 8000::/1 -interface utun4")
    }

    @Test("A macOS server: its addresses and its pools")
    func darwinServer() {
        let changes = InterfacePlan(device: "utun4", mtu: 1400).darwinServer(
            inner("10.77.0.1", nil), pools: [block("10.77.0.0/16")])
        #expect(
            applied(changes) == [
                "ifconfig utun4 mtu 1400 up",
                "ifconfig utun4 inet 10.77.0.1 10.77.0.1 netmask 255.255.255.255 alias",
                "route -n add -inet 10.77.0.0/16 -interface utun4",
            ])
    }

    #if os(Linux)
        @Test("The plan of this system is Linux's")
        func current() throws {
            let rules = try SplitRules(default: .vpn, vpn: [], direct: [])
            let own = inner("10.77.0.2", "fd77::2")
            let outer = OuterPath(servers: [], gateways: own)
            #expect(plan.serverChanges(own, pools: []) == plan.linuxServer(own, pools: []))
            #expect(
                plan.clientChanges(own, server: own, rules: rules, outer: outer)
                    == plan.linuxClient(own, server: own, rules: rules))
        }
    #endif

    @Test("Every tool that a plan names may be run")
    func tools() throws {
        let rules = try SplitRules(default: .vpn, vpn: [block("10.0.0.0/8")], direct: [block("10.1.0.0/16")])
        let own = inner("10.77.0.2", "fd77::2")
        let changes =
            plan.linuxClient(own, server: own, rules: rules) + plan.linuxServer(own, pools: [])
            + plan.darwinServer(own, pools: [])
            + plan.darwinClient(own, server: own, rules: rules, outer: OuterPath(servers: [], gateways: own))
        #expect(Set(changes.map(\.apply.tool)).isSubset(of: HostCommand.allowedTools))
    }
}
