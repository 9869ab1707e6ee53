/// Where the parts of a TCP or UDP packet lie (RFC 791, RFC 8200, RFC 9293, RFC 768).
///
/// Whoever works on such a packet in place relies on what was checked here: each offset is inside the packet.
public struct TransportLayout: Hashable, Sendable {
    /// IPv6 extension headers that are walked over, at most; no real packet has as many.
    public static let maximumExtensionHeaders = 8

    /// True for IPv6, false for IPv4.
    public let isIPv6: Bool
    /// True for TCP, false for UDP.
    public let isTCP: Bool
    /// Bytes before the TCP or UDP header.
    public let transportOffset: Int
    /// Bytes before what the TCP or UDP header is followed by: the length of all headers.
    public let payloadOffset: Int
    /// Length of the packet in bytes, at most 65,575.
    public let packetLength: Int
    /// Where the address of the host lies that the packet is for in the end, which is what its checksum is about.
    @usableFromInline let destinationOffset: Int

    /// Finds the parts of `packet`.
    ///
    /// `nil` unless it is an unfragmented IPv4 or IPv6 packet, exactly as long as its header says, with a whole TCP header
    /// or a UDP header that states the right length. IPv4 options and IPv6 hop-by-hop, routing and destination headers
    /// may come before it. Checksums are not looked at.
    public init?(_ packet: Span<UInt8>) {
        guard let network = NetworkLayout(packet), let transport = Self.transport(packet, network) else { return nil }
        isIPv6 = network.isIPv6
        isTCP = network.payloadProtocol == IPProtocol.tcp
        transportOffset = network.length
        payloadOffset = network.length + transport
        packetLength = packet.count
        destinationOffset = network.destinationOffset
    }

    /// Bytes behind the headers; may be 0.
    @inlinable
    public var payloadLength: Int { packetLength - payloadOffset }

    /// Bytes before the field with the TCP or UDP checksum.
    @inlinable
    public var checksumOffset: Int { transportOffset + (isTCP ? 16 : 6) }

    /// The length of the TCP or UDP header behind `network`, or `nil` when it is not whole or not right.
    private static func transport(_ packet: Span<UInt8>, _ network: NetworkLayout) -> Int? {
        let start = network.length
        let available = packet.count - start
        switch network.payloadProtocol {
        case IPProtocol.tcp:
            guard available >= 20 else { return nil }
            let length = Int(packet[start + 12] >> 4) * 4
            return length >= 20 && length <= available ? length : nil
        case IPProtocol.udp:
            guard available >= 8, packet.integer16(at: start + 4) == available else { return nil }
            return 8
        default: return nil
        }
    }
}
