public import AuraWire

/// A client's tunnel and its routes.
public struct ProfileTunnel: Hashable, Sendable {
    /// The name of the interface.
    public var interface: InterfaceName
    /// What is done with traffic that no rule matches.
    public var defaultAction: SplitAction
    /// The rules; each block is in one list and once.
    public var split: SplitRules

    /// Makes a tunnel of its parts; without arguments, the defaults.
    public init(
        interface: InterfaceName = .standard, defaultAction: SplitAction = .direct, split: SplitRules = SplitRules()
    ) {
        self.interface = interface
        self.defaultAction = defaultAction
        self.split = split
    }
}

/// The split rules of a profile; the longest matching prefix decides.
public struct SplitRules: Hashable, Sendable {
    /// Blocks that go through the tunnel.
    public var vpn: [CIDR]
    /// Blocks that go past it.
    public var direct: [CIDR]

    /// Makes rules; without arguments, none.
    public init(vpn: [CIDR] = [], direct: [CIDR] = []) {
        self.vpn = vpn
        self.direct = direct
    }

    /// The blocks of one action.
    public subscript(action: SplitAction) -> [CIDR] {
        switch action {
        case .vpn: vpn
        case .direct: direct
        }
    }
}
