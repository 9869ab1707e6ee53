public import AuraWire

/// Linux: point-to-point addresses, and for clients one routing table of their own.
///
/// How a client's traffic is split. All its routes are in table T (`HostTag.routeTable`): a device route for each `vpn` block
/// - the block of all addresses among them when that is the default - and a `throw` route for each `direct` block, which
/// sends the search on to the host's own tables. So the longest of our blocks wins. Rules lead to T:
///
/// - `not fwmark M lookup T` for everything except the outer traffic;
/// - before it, for each vpn block: `to BLOCK lookup main suppress_prefixlength LENGTH`, which lets a route of the host's own
///   that is longer than the block win. Without it `vpn 10.0.0.0/8` would cut a host on 10.1.2.0/24 off from its own
///   gateway and name server; for the block of all addresses this is the well-known `suppress_prefixlength 0`. Blocks are
///   taken longest first, and one that lies inside another has its own `lookup T` right behind, so that a host's route
///   longer than the outer block but shorter than the inner does not take the inner's traffic.
///
/// All rules have one priority; the kernel keeps those in the order in which they came.
extension InterfacePlan {
    /// A server's interface: its own addresses, and the pools behind it.
    public func linuxServer(_ own: InnerAddresses, pools: [CIDR]) -> [HostChange] {
        let addresses = own.all.map { linuxAddress($0, peer: nil) }
        return linuxLink + addresses + pools.map { linuxRoute($0, ["dev", device], table: nil) }
    }

    /// A client's interface: its addresses, each with the server's on the far end, and the routes of its split.
    ///
    /// Without an inner IPv6 address the default does not touch IPv6, and IPv6 `vpn` blocks are made unreachable: what shall
    /// go through the tunnel must not go past it.
    public func linuxClient(_ own: InnerAddresses, server: InnerAddresses, rules: SplitRules) -> [HostChange] {
        var changes = linuxLink
        if let address = own.v4 { changes.append(linuxAddress(.v4(address), peer: server.v4.map(IPAddress.v4))) }
        if let address = own.v6 { changes.append(linuxAddress(.v6(address), peer: server.v6.map(IPAddress.v6))) }
        changes += linuxSplit(rules, isIPv6: false, hasAddress: own.v4 != nil)
        changes += linuxSplit(rules, isIPv6: true, hasAddress: own.v6 != nil)
        return changes
    }

    /// No link-local address and no group memberships: the kernel would send router solicitations and reports of its own.
    private var linuxLink: [HostChange] {
        [
            change(
                "no automatic addresses on \(device)", ["link", "set", "dev", device, "addrgenmode", "none"], nil, false
            ),
            change("no multicast on \(device)", ["link", "set", "dev", device, "multicast", "off"], nil, false),
            change("MTU \(mtu) on \(device)", ["link", "set", "dev", device, "mtu", "\(mtu)"], nil),
            // Not undone: it goes with the interface, and after a crash the name may be somebody else's.
            change("interface \(device) up", ["link", "set", "dev", device, "up"], nil),
        ]
    }

    private func linuxAddress(_ address: IPAddress, peer: IPAddress?) -> HostChange {
        let far = peer.map { ["peer", "\($0)/\($0.bitWidth)"] } ?? []
        let near = peer == nil ? "\(address)/\(address.bitWidth)" : "\(address)"
        let place = [near] + far + ["dev", device]
        // Nobody else is on the interface, so there is nothing to detect and nothing to wait for.
        let extra = address.isIPv6 ? ["nodad"] : []
        return change(
            "address \(address) on \(device)", family(address) + ["addr", "add"] + place + extra,
            family(address) + ["addr", "del"] + place)
    }

    private func linuxSplit(_ rules: SplitRules, isIPv6: Bool, hasAddress: Bool) -> [HostChange] {
        var vpn = rules.vpn.filter { $0.address.isIPv6 == isIPv6 }
        if rules.defaultAction == .vpn, hasAddress { vpn.append(.all(isIPv6: isIPv6)) }
        guard !vpn.isEmpty else { return [] }
        let direct = rules.direct.filter { $0.address.isIPv6 == isIPv6 }
        let into = hasAddress ? ["dev", device] : ["unreachable"]
        let table = HostTag.routeTable
        return vpn.uniqued.map { linuxRoute($0, into, table: table) }
            + direct.filter { !vpn.contains($0) }.map { linuxRoute($0, ["throw"], table: table) }
            + linuxRules(vpn.uniqued, isIPv6: isIPv6)
    }

    private func linuxRules(_ vpn: [CIDR], isIPv6: Bool) -> [HostChange] {
        let family = isIPv6 ? ["-6"] : []
        let lookup = ["lookup", "\(HostTag.routeTable)"]
        let unmarked = ["not", "fwmark", "0x" + String(HostTag.outerMark, radix: 16)]
        var changes: [HostChange] = []
        for block in vpn.sorted(by: { $0.prefixLength > $1.prefixLength }) {
            let to = ["to", "\(block)"]
            let suppress = ["lookup", "main", "suppress_prefixlength", "\(block.prefixLength)"]
            changes.append(linuxRule("the host's own routes within \(block) first", family, to + suppress))
            let isInner = vpn.contains { $0.prefixLength < block.prefixLength && $0.contains(block.address) }
            guard isInner else { continue }
            // `not` would negate `to` as well, so this one is for packets without any mark.
            changes.append(
                linuxRule("\(block) before wider blocks", family, to + ["fwmark", "0x0/0xffffffff"] + lookup))
        }
        return changes + [linuxRule("all but the outer traffic to the tunnel's routes", family, unmarked + lookup)]
    }

    private func linuxRule(_ summary: String, _ family: [String], _ rule: [String]) -> HostChange {
        let tagged = ["priority", "\(HostTag.rulePriority)", "protocol", "\(HostTag.routeProtocol)"] + rule
        return change("rule: \(summary)", family + ["rule", "add"] + tagged, family + ["rule", "del"] + tagged)
    }

    /// A route; `target` is a device or a type such as `throw`.
    private func linuxRoute(_ block: CIDR, _ target: [String], table: Int?) -> HostChange {
        let type = target.count == 1 ? target : []
        let device = target.count == 1 ? [] : target
        let place = table.map { ["table", "\($0)"] } ?? []
        let route = type + ["\(block)"] + device + place + ["proto", "\(HostTag.routeProtocol)"]
        return change(
            "route \(block) \(target.joined(separator: " "))", family(block.address) + ["route", "add"] + route,
            family(block.address) + ["route", "del"] + route, type != ["unreachable"])
    }

    private func family(_ address: IPAddress) -> [String] { address.isIPv6 ? ["-6"] : [] }

    private func change(_ summary: String, _ apply: [String], _ undo: [String]?, _ isEssential: Bool = true)
        -> HostChange
    {
        HostChange(
            summary, apply: HostCommand("ip", apply), undo: undo.map { HostCommand("ip", $0) }, isEssential: isEssential
        )
    }
}
