public import Foundation

/// The packets of a capture file in the classic pcap format, as tcpdump writes it (little-endian, host order).
public struct Pcap: Sendable {
    /// The IP packets, without the link layer's header. What is not IP is left out.
    public let packets: [[UInt8]]

    /// Reads a file.
    public init(contentsOf path: String) throws {
        guard let data = FileManager.default.contents(atPath: path) else {
            throw LabError.missing(path, advice: "the capture did not write it")
        }
        try self.init(data)
    }

    /// Reads a file's bytes. A record cut short at the end is left out.
    public init(_ data: Data) throws {
        let bytes = [UInt8](data)
        guard bytes.count >= Self.fileHeader, let magic = Self.word(bytes, 0), magic == 0xA1B2_C3D4,
            let linkType = Self.word(bytes, 20)
        else { throw LabError.unreadable("a pcap file", found: "\(bytes.prefix(24))") }
        guard let linkHeader = Self.linkHeaders[linkType] else {
            throw LabError.unreadable("the link type of a pcap file", found: "\(linkType)")
        }
        packets = Self.records(bytes).compactMap { Self.ipPacket(in: $0, after: linkHeader) }
    }

    /// The payloads of the UDP datagrams to this port.
    public func udpPayloads(toPort port: UInt16) -> [[UInt8]] {
        packets.compactMap { UDPView($0) }.filter { $0.destinationPort == port }.map(\.payload)
    }

    /// The source port of the first UDP datagram to this port.
    public func udpSourcePort(toPort port: UInt16) -> UInt16? {
        packets.lazy.compactMap { UDPView($0) }.first { $0.destinationPort == port }?.sourcePort
    }

    private static let fileHeader = 24
    private static let recordHeader = 16
    /// Bytes before the IP header: Ethernet, raw IP.
    private static let linkHeaders: [UInt32: Int] = [1: 14, 101: 0]

    private static func records(_ bytes: [UInt8]) -> [ArraySlice<UInt8>] {
        var records: [ArraySlice<UInt8>] = []
        var offset = fileHeader
        while let length = word(bytes, offset + 8) {
            let start = offset + recordHeader
            guard start + Int(length) <= bytes.count else { break }
            records.append(bytes[start..<start + Int(length)])
            offset = start + Int(length)
        }
        return records
    }

    private static func ipPacket(in record: ArraySlice<UInt8>, after linkHeader: Int) -> [UInt8]? {
        let packet = Array(record.dropFirst(linkHeader))
        guard let version = packet.first.map({ $0 >> 4 }), version == 4 || version == 6 else { return nil }
        return packet
    }

    private static func word(_ bytes: [UInt8], _ offset: Int) -> UInt32? {
        guard offset + 4 <= bytes.count else { return nil }
        return (0..<4).reduce(0) { $0 | UInt32(bytes[offset + $1]) << (8 * UInt32($1)) }
    }
}
