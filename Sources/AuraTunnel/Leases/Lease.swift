public import AuraWire

/// The inner addresses of one client, kept for it while it is away.
public struct Lease: Hashable, Sendable {
    /// The client's name, from its certificate.
    public let name: String
    /// Its addresses.
    public var addresses: InnerAddresses
    /// When the client was last seen, in seconds since 1970.
    public var lastUsed: Int64

    /// Makes a lease from its parts.
    public init(name: String, addresses: InnerAddresses, lastUsed: Int64) {
        self.name = name
        self.addresses = addresses
        self.lastUsed = lastUsed
    }
}
