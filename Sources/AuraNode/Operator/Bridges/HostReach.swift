internal import AuraConfig
internal import AuraWire

/// From where a host can be reached, as far as its text tells.
public enum HostReach: Sendable, Equatable {
    /// From nowhere: an address that means every address of a host, or a group of hosts.
    case nowhere
    /// From the host itself.
    case itself
    /// From hosts on the same link.
    case link
    /// From further away, as far as is known.
    case anywhere
}

extension HostName {
    /// From where the host can be reached.
    var reach: HostReach {
        guard let address else { return text == "localhost" || text.hasSuffix(".localhost") ? .itself : .anywhere }
        return address.unmapped.reach
    }
}

extension IPAddress {
    /// From where the address can be reached (RFC 6890, RFC 4291 section 2.4).
    var reach: HostReach {
        switch self {
        case .v4(let address): Self.reach(v4: address.bits)
        case .v6(let address): Self.reach(v6: address.bits)
        }
    }

    private static func reach(v4 bits: UInt32) -> HostReach {
        switch bits {
        // 0.0.0.0/8 is "this host", 224.0.0.0/3 are groups, reserved addresses and the broadcast.
        case ..<0x0100_0000, 0xe000_0000...: .nowhere
        case 0x7f00_0000...0x7fff_ffff: .itself
        case 0xa9fe_0000...0xa9fe_ffff: .link
        default: .anywhere
        }
    }

    private static func reach(v6 bits: UInt128) -> HostReach {
        if bits == 0 || bits >> 120 == 0xff { return .nowhere }
        if bits == 1 { return .itself }
        return bits >> 118 == 0xfe80 >> 6 ? .link : .anywhere
    }
}
