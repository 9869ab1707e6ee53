public import AuraWire

/// The steps that turn a TUN device into a working tunnel interface: pure functions from wishes to commands.
///
/// The steps suppose a device that this process has just made. Give them to `HostTransaction.apply` in one call.
public struct InterfacePlan: Hashable, Sendable {
    /// The interface's name.
    public let device: String
    /// The MTU to set, in bytes.
    public let mtu: Int

    /// Makes a plan for a device.
    public init(device: String, mtu: Int) {
        self.device = device
        self.mtu = mtu
    }
}

/// Where the outer traffic of a macOS client goes: macOS has no firewall marks, so servers are excepted by address.
public struct OuterPath: Hashable, Sendable {
    /// The addresses of the servers.
    public var servers: [IPAddress]
    /// The gateways of the network that the host is on.
    public var gateways: InnerAddresses

    /// Makes a path; without a gateway of a family nothing of that family can be excepted.
    public init(servers: [IPAddress], gateways: InnerAddresses) {
        self.servers = servers
        self.gateways = gateways
    }
}
