/// The split-tunnel rules in force on a client.
public struct SplitStatus: Codable, Hashable, Sendable {
    /// What happens to an address that no rule names: `vpn` or `direct`.
    public var defaultAction: String
    /// Prefixes that go through the tunnel.
    public var vpn: [String]
    /// Prefixes that stay outside it.
    public var direct: [String]

    /// Describes the rules.
    public init(defaultAction: String, vpn: [String], direct: [String]) {
        self.defaultAction = defaultAction
        self.vpn = vpn
        self.direct = direct
    }

    enum CodingKeys: String, CodingKey {
        case defaultAction = "default_action"
        case vpn
        case direct
    }
}
