/// The addresses that one end has inside the tunnel, at most one of each family.
public struct InnerAddresses: Hashable, Sendable {
    /// The IPv4 address.
    public var v4: IPv4Address?
    /// The IPv6 address.
    public var v6: IPv6Address?

    /// Makes a pair.
    public init(v4: IPv4Address?, v6: IPv6Address?) {
        self.v4 = v4
        self.v6 = v6
    }

    /// Takes the first address of each family.
    public init(_ addresses: [IPAddress] = []) {
        v4 = addresses.lazy.compactMap { if case .v4(let address) = $0 { address } else { nil } }.first
        v6 = addresses.lazy.compactMap { if case .v6(let address) = $0 { address } else { nil } }.first
    }

    /// The addresses that are there, IPv4 first.
    public var all: [IPAddress] {
        [v4.map(IPAddress.v4), v6.map(IPAddress.v6)].compactMap(\.self)
    }

    /// True when `address` is one of them.
    @inlinable
    public func contains(_ address: IPAddress) -> Bool {
        switch address {
        case .v4(let address): address == v4
        case .v6(let address): address == v6
        }
    }
}
