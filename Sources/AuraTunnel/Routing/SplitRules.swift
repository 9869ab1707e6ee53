public import AuraWire

/// Which way a packet goes: through the tunnel, or past it.
public enum RouteAction: String, Hashable, Sendable, CaseIterable {
    /// Through the tunnel.
    case vpn
    /// By the host's own routes.
    case direct
}

/// Where an address goes, and which rule said so.
public struct RouteDecision: Hashable, Sendable {
    /// Which way.
    public let action: RouteAction
    /// The block that matched; `nil` when the default decided.
    public let rule: CIDR?
}

/// The split tunnel of a profile: blocks that go one way or the other, the longest wins, and a default for the rest.
public struct SplitRules: Sendable {
    /// What happens to addresses that no block holds.
    public let defaultAction: RouteAction
    /// Blocks that go through the tunnel, as given, without repetitions.
    public let vpn: [CIDR]
    /// Blocks that go past it, as given, without repetitions.
    public let direct: [CIDR]
    private let table: PrefixTable<RouteAction>

    /// Makes rules. Throws when a block is in both lists, for then neither is the longer.
    public init(default defaultAction: RouteAction, vpn: [CIDR], direct: [CIDR]) throws(SplitRulesError) {
        var table = PrefixTable<RouteAction>()
        self.vpn = vpn.filter { table.insert(.vpn, for: $0) == nil }
        for block in direct where table[block] == .vpn { throw .contradiction(block) }
        self.direct = direct.filter { table.insert(.direct, for: $0) == nil }
        self.defaultAction = defaultAction
        self.table = table
    }

    /// Where `address` goes; an IPv4-mapped IPv6 address counts as the IPv4 address.
    public func decision(for address: IPAddress) -> RouteDecision {
        guard let match = table.match(address.unmapped) else { return RouteDecision(action: defaultAction, rule: nil) }
        return RouteDecision(action: match.value, rule: match.block)
    }
}

/// Why split rules make no sense.
public enum SplitRulesError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The same block goes both ways.
    case contradiction(CIDR)

    /// What was found and what to do.
    public var description: String {
        switch self {
        case .contradiction(let block):
            "\(block) is both a vpn and a direct block; remove one of the two"
        }
    }
}
