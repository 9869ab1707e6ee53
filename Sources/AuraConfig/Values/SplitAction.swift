/// Which way traffic goes.
public enum SplitAction: String, CaseIterable, Sendable, Codable, Hashable {
    /// Through the tunnel.
    case vpn
    /// Past the tunnel, as without a VPN.
    case direct
}
