public import AuraWire

/// macOS: `ifconfig` and `route`. There is one routing table, in which the longest block wins by itself; the default is
/// taken over by the two halves of the address space, which leaves the host's own default route in place.
extension InterfacePlan {
    /// A server's interface: its own addresses, and the pools behind it.
    public func darwinServer(_ own: InnerAddresses, pools: [CIDR]) -> [HostChange] {
        darwinLink + own.all.map { darwinAddress($0, peer: $0) } + pools.map(darwinTunnelRoute)
    }

    /// A client's interface: its addresses, and the routes of its split. Servers go by `outer`, whatever the split says.
    public func darwinClient(_ own: InnerAddresses, server: InnerAddresses, rules: SplitRules, outer: OuterPath)
        -> [HostChange]
    {
        var changes = darwinLink
        if let address = own.v4 { changes.append(darwinAddress(.v4(address), peer: .v4(server.v4 ?? address))) }
        if let address = own.v6 { changes.append(darwinAddress(.v6(address), peer: .v6(server.v6 ?? address))) }
        let past = outer.servers.map(CIDR.init(host:)) + rules.direct
        changes += past.uniqued.compactMap { darwinOuterRoute($0, outer.gateways) }
        return changes + darwinTunnelBlocks(own, rules).map(darwinTunnelRoute)
    }

    private func darwinTunnelBlocks(_ own: InnerAddresses, _ rules: SplitRules) -> [CIDR] {
        var blocks = rules.vpn
        if rules.defaultAction == .vpn {
            for address in own.all { blocks.append(.all(isIPv6: address.isIPv6)) }
        }
        let usable = blocks.filter { block in own.all.contains { $0.bitWidth == block.address.bitWidth } }
        return usable.flatMap { $0.prefixLength == 0 ? $0.halves : [$0] }.uniqued
    }

    private var darwinLink: [HostChange] {
        [
            HostChange(
                "MTU \(mtu), interface \(device) up",
                apply: HostCommand("ifconfig", [device, "mtu", "\(mtu)", "up"]),
                undo: HostCommand("ifconfig", [device, "down"]))
        ]
    }

    private func darwinAddress(_ address: IPAddress, peer: IPAddress) -> HostChange {
        let add =
            address.isIPv6
            ? ["inet6", "\(address)", "prefixlen", "128", "alias"]
            : ["inet", "\(address)", "\(peer)", "netmask", "255.255.255.255", "alias"]
        let remove = [address.isIPv6 ? "inet6" : "inet", "\(address)", "-alias"]
        return HostChange(
            "address \(address) on \(device)", apply: HostCommand("ifconfig", [device] + add),
            undo: HostCommand("ifconfig", [device] + remove))
    }

    private func darwinTunnelRoute(_ block: CIDR) -> HostChange {
        darwinRoute(block, ["-interface", device])
    }

    private func darwinOuterRoute(_ block: CIDR, _ gateways: InnerAddresses) -> HostChange? {
        let gateway = gateways.all.first { $0.bitWidth == block.address.bitWidth }
        return gateway.map { darwinRoute(block, ["\($0)"]) }
    }

    private func darwinRoute(_ block: CIDR, _ target: [String]) -> HostChange {
        let what = [block.address.isIPv6 ? "-inet6" : "-inet", "\(block)"] + target
        return HostChange(
            "route \(block) \(target.joined(separator: " "))", apply: HostCommand("route", ["-n", "add"] + what),
            undo: HostCommand("route", ["-n", "delete"] + what))
    }
}
