/// The UDP datagram inside an IP packet. IPv6 extension headers and IPv4 fragments are not looked into.
struct UDPView {
    let sourcePort: UInt16
    let destinationPort: UInt16
    let payload: [UInt8]

    init?(_ packet: [UInt8]) {
        guard let start = Self.start(of: packet), packet.count >= start + 8 else { return nil }
        sourcePort = Self.half(packet, start)
        destinationPort = Self.half(packet, start + 2)
        let end = start + Int(Self.half(packet, start + 4))
        guard end >= start + 8, end <= packet.count else { return nil }
        payload = Array(packet[start + 8..<end])
    }

    private static let protocolNumber: UInt8 = 17

    private static func start(of packet: [UInt8]) -> Int? {
        guard let first = packet.first, packet.count >= 20 else { return nil }
        if first >> 4 == 4 { return packet[9] == protocolNumber ? Int(first & 15) * 4 : nil }
        return packet.count >= 40 && packet[6] == protocolNumber ? 40 : nil
    }

    private static func half(_ packet: [UInt8], _ offset: Int) -> UInt16 {
        UInt16(packet[offset]) << 8 | UInt16(packet[offset + 1])
    }
}
