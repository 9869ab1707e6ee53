#if os(Linux)
    import AuraTunnel
    import AuraWire
    import Synchronization

    /// Answers every ping that comes out of a device, as the host behind a tunnel would, and remembers all packets it saw.
    final class EchoResponder: Sendable {
        private let seen = Mutex<[[UInt8]]>([])

        /// All packets so far.
        var packets: [[UInt8]] { seen.withLock { $0 } }

        /// Runs until the device is closed.
        func run(_ device: any PacketDevice) throws {
            var batch = device.batch()
            while try device.read(into: &batch, waiting: true) {
                var replies = device.batch()
                for packet in batch.contents() {
                    seen.withLock { $0.append(packet) }
                    if let reply = Self.reply(to: packet) { replies.append(reply) }
                }
                _ = try device.write(&replies)
                batch.removeAll()
            }
        }

        /// Swapped addresses and another type leave the sums as they are, but for the type's own part.
        private static func reply(to packet: [UInt8]) -> [UInt8]? {
            switch (packet[0] >> 4, packet.count) {
            case (4, 28...) where packet[9] == 1 && packet[20] == 8:
                let swapped = Array(packet[..<12] + packet[16..<20] + packet[12..<16] + packet[20...])
                return retyped(swapped, at: 20, to: 0)
            case (6, 48...) where packet[6] == 58 && packet[40] == 128:
                let swapped = Array(packet[..<8] + packet[24..<40] + packet[8..<24] + packet[40...])
                return retyped(swapped, at: 40, to: 129)
            default:
                return nil
            }
        }

        private static func retyped(_ packet: [UInt8], at offset: Int, to type: UInt8) -> [UInt8] {
            var packet = packet
            let old = UInt32(packet[offset]) << 8
            let sum = UInt32(packet[offset + 2]) << 8 | UInt32(packet[offset + 3])
            // RFC 1624: HC' = ~(~HC + ~m + m').
            var new = (~sum & 0xffff) + (~old & 0xffff) + UInt32(type) << 8
            new = (new & 0xffff) + new >> 16
            new = ~((new & 0xffff) + new >> 16)
            packet[offset] = type
            packet[offset + 2] = UInt8(truncatingIfNeeded: new >> 8)
            packet[offset + 3] = UInt8(truncatingIfNeeded: new)
            return packet
        }
    }
#endif
