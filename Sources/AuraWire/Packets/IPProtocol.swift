/// The protocol numbers that matter here (IANA, "Assigned Internet Protocol Numbers").
public enum IPProtocol {
    /// Options for every router on the way (RFC 8200 section 4.3).
    @inlinable public static var hopByHopOptions: UInt8 { 0 }
    /// ICMP (RFC 792).
    @inlinable public static var icmp: UInt8 { 1 }
    /// TCP (RFC 9293).
    @inlinable public static var tcp: UInt8 { 6 }
    /// UDP (RFC 768).
    @inlinable public static var udp: UInt8 { 17 }
    /// Places to pass on the way (RFC 8200 section 4.4).
    @inlinable public static var routing: UInt8 { 43 }
    /// ICMP for IPv6 (RFC 4443).
    @inlinable public static var icmp6: UInt8 { 58 }
    /// Options for the destination (RFC 8200 section 4.6).
    @inlinable public static var destinationOptions: UInt8 { 60 }
}
