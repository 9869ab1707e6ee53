import AuraTunnel
import AuraWire

/// An address from a literal that the test knows to be right.
func ip(_ text: String) -> IPAddress { IPAddress(text)! }

/// A block from a literal that the test knows to be right.
func block(_ text: String) -> CIDR { try! CIDR(text) }

/// Inner addresses from literals that the test knows to be right.
func inner(_ v4: String?, _ v6: String?) -> InnerAddresses {
    InnerAddresses(v4: v4.map { IPv4Address($0)! }, v6: v6.map { IPv6Address($0)! })
}

extension PacketBatch {
    /// The packets that are not dropped, as bytes.
    mutating func contents() -> [[UInt8]] {
        var packets: [[UInt8]] = []
        for index in 0..<count where entries[index].length > 0 {
            packets.append(withPacket(at: index) { span in span.indices.map { span[$0] } })
        }
        return packets
    }

    /// Appends a packet of these bytes.
    mutating func append(_ bytes: [UInt8]) {
        append(upTo: bytes.count) { span in
            for index in bytes.indices { span[index] = bytes[index] }
            return bytes.count
        }
    }
}

extension PacketDevice {
    /// A batch that a read of this device takes, with room for one packet of the greatest length and many usual ones.
    func batch(capacity: Int = 16) -> PacketBatch {
        PacketBatch(capacity: capacity, bytes: 2 * (mtu + headroom) + 64 * 1024, headroom: headroom)
    }
}
