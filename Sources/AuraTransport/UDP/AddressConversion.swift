internal import AuraWire
internal import CAura

extension aura_address {
    /// The form the C shim takes. IPv4-mapped addresses become plain IPv4: the shim maps them again where a socket
    /// wants that.
    init(_ address: SocketAddress, interfaceIndex: UInt32 = 0) {
        self.init()
        port = address.port
        interface_index = interfaceIndex
        switch address.ip.unmapped {
        case .v4(let ip):
            family = 4
            low = UInt64(ip.bits)
        case .v6(let ip):
            family = 6
            high = UInt64(truncatingIfNeeded: ip.bits >> 64)
            low = UInt64(truncatingIfNeeded: ip.bits)
        }
    }

    /// The address, never IPv4-mapped; `nil` when there is none.
    var socketAddress: SocketAddress? {
        switch family {
        case 4: SocketAddress(.v4(IPv4Address(bits: UInt32(truncatingIfNeeded: low))), port: port)
        case 6: SocketAddress(.v6(IPv6Address(bits: UInt128(high) << 64 | UInt128(low))), port: port)
        default: nil
        }
    }
}
