/// The tunnel interface of this node.
public struct InterfaceStatus: Codable, Hashable, Sendable {
    /// The name the system gave it, such as `aura0`.
    public var name: String
    /// Largest inner packet, in bytes.
    public var mtu: Int
    /// Inner addresses of this node, in text, without prefix lengths.
    public var addresses: [String]
    /// What the kernel does with packets for this node, such as `checksum`, `tcp` and `udp` (segments of TCP and of UDP);
    /// empty when that is turned off or the kernel refused, nil when it is not known.
    public var offloads: [String]?
    /// Queues of the device, each with a thread; nil when that is not known.
    public var queues: Int?

    /// Describes an interface.
    public init(name: String, mtu: Int, addresses: [String], offloads: [String]? = nil, queues: Int? = nil) {
        self.name = name
        self.mtu = mtu
        self.addresses = addresses
        self.offloads = offloads
        self.queues = queues
    }
}
