/// The tunnel interface of this node.
public struct InterfaceStatus: Codable, Hashable, Sendable {
    /// The name the system gave it, such as `aura0`.
    public var name: String
    /// Largest inner packet, in bytes.
    public var mtu: Int
    /// Inner addresses of this node, in text, without prefix lengths.
    public var addresses: [String]

    /// Describes an interface.
    public init(name: String, mtu: Int, addresses: [String]) {
        self.name = name
        self.mtu = mtu
        self.addresses = addresses
    }
}
