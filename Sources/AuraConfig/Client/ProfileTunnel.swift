public import AuraWire

/// A client's tunnel and its routes.
public struct ProfileTunnel: Hashable, Sendable {
    /// The name of the interface.
    public var interface: InterfaceName
    /// What is done with traffic that no rule matches.
    public var defaultAction: SplitAction
    /// The rules; each block is in one list and once.
    public var split: SplitRules
    /// Whether the kernel cuts, joins and checksums packets where it can.
    public var offload: Bool
    /// How long an idle thread looks for packets before it sleeps, in whole microseconds, in
    /// ``ConfigurationLimits/busyPollMicroseconds``; zero is not at all.
    public var busyPoll: Duration
    /// The age of keys at which there are new ones at the latest, in whole seconds, in
    /// ``ConfigurationLimits/rekeySeconds``.
    public var rekeyAfter: Duration

    /// The default of ``offload``.
    public static let standardOffload = true
    /// The default of ``busyPoll``.
    public static let standardBusyPoll = Duration.zero
    /// The default of ``rekeyAfter``: what the session itself asks for.
    public static let standardRekeyAfter = Duration.seconds(120)

    /// Makes a tunnel of its parts; without arguments, the defaults.
    public init(
        interface: InterfaceName = .standard, defaultAction: SplitAction = .direct, split: SplitRules = SplitRules(),
        offload: Bool = standardOffload, busyPoll: Duration = standardBusyPoll,
        rekeyAfter: Duration = standardRekeyAfter
    ) {
        self.interface = interface
        self.defaultAction = defaultAction
        self.split = split
        self.offload = offload
        self.busyPoll = busyPoll
        self.rekeyAfter = rekeyAfter
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
