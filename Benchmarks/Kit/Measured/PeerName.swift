/// The names of the peers that the benchmark knows by itself.
public enum PeerName {
    /// No VPN at all.
    public static let bareWire = "bare wire"
    /// Aura over one of its transports: "udp", "tcp" or "quic".
    public static func aura(_ transport: String) -> String { "\(aura) \(transport)" }
    /// A build of Aura that seals nothing: the most that the udp transport could reach.
    public static let ceiling = "aura udp without crypto"
    /// Debian's WireGuard in user space.
    public static let wireguardGo = "wireguard-go"
    /// OpenVPN over "udp" or "tcp".
    public static func openVPN(_ carrier: String) -> String { "openvpn \(carrier)" }

    /// Whether this is Aura as people use it, which the others are compared with.
    public static func isSubject(_ name: String) -> Bool { name.hasPrefix(aura + " ") && name != ceiling }

    /// Whether a peer is meant by one of these names: the whole one, or the words that it begins with.
    /// - Parameter wanted: None means every peer.
    public static func isWanted(_ name: String, by wanted: [String]) -> Bool {
        wanted.isEmpty || wanted.contains { name == $0 || (name.hasPrefix($0 + " ") && name != ceiling) }
    }

    /// A name for a program at a path that no other peer has: its last part if possible.
    public static func unused(for path: String, besides taken: [String]) -> String {
        let last = path.split(separator: "/").last.map(String.init) ?? path
        return taken.contains(last) ? path : last
    }

    private static let aura = "aura"
}
