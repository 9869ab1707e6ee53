import AuraCrypto
import AuraTransport
import AuraTunnel
import AuraWire
import Logging

/// What else a packet meets on its way: joining, the outer gate, routes, headers, the socket.
struct PathGates {
    private static let segments = 48
    private static let length = 1_320

    func all() throws -> [Gate] {
        [joining, gate, routing, header, dataHeader, try sending()]
    }

    private var joining: Gate {
        let batch = SharedBatch(
            Packets.batch((0..<Self.segments).map { Packets.tcp(length: Self.length, number: $0) }, .checksum))
        let joiner = JoinerBox()
        let source = [UInt8](repeating: 7, count: Self.segments * Self.length)
        var copy = source
        return Gate(
            name: "PacketJoiner.plan, \(Self.segments) segments of a flow", operations: Self.segments,
            work: {
                joiner.joiner.plan(&batch.batch, joining: .all)
                keep(joiner.joiner.count)
            },
            beside: (
                "copying their bytes four times",
                {
                    for _ in 0..<4 {
                        copy.withUnsafeMutableBytes { $0.copyBytes(from: source) }
                        keep(Int(copy[copy.count - 1]))
                    }
                }
            ), ratioLimit: 1, referencesPerOperation: 0.25)
    }

    private final class JoinerBox {
        var joiner = PacketJoiner()
    }

    /// Covered and uncovered, which leaves everything as it was.
    private var gate: Gate {
        let outer = OuterGate(key: OuterKey.random())
        let count = 128
        var datagram = [UInt8](repeating: 9, count: 1_353)
        for index in 0..<4 { datagram[index] = index == 0 ? 1 : 0 }
        let batch = SharedBatch(Packets.batch([[UInt8]](repeating: datagram, count: count)))
        let source = [UInt8](repeating: 7, count: count * 1_353)
        var copy = source
        return Gate(
            name: "OuterGate.cover and uncover, 1353 bytes", operations: count,
            work: {
                var tally = LinkStatistics()
                keep(outer.cover(&batch.batch, counting: &tally) == nil ? 0 : 1)
                keep(outer.uncover(&batch.batch, counting: &tally))
            },
            beside: (
                "copying their bytes four times",
                {
                    for _ in 0..<4 {
                        copy.withUnsafeMutableBytes { $0.copyBytes(from: source) }
                        keep(Int(copy[copy.count - 1]))
                    }
                }
            ), ratioLimit: 2, referencesPerOperation: 0.25)
    }

    private var routing: Gate {
        var many = PrefixTable<Int>()
        var one = PrefixTable<Int>()
        if let block = CIDR(containing: .v4(IPv4Address(bits: 0x0a00_0000)), prefixLength: 8) {
            one.insert(1, for: block)
        }
        for index in 0..<1_000 {
            let address = IPAddress.v4(IPv4Address(bits: 0x0a00_0000 | UInt32(index) << 12))
            if let block = CIDR(containing: address, prefixLength: 20) { many.insert(index, for: block) }
        }
        let addresses = (0..<1_024).map { IPv4Address(bits: 0x0a00_0000 | UInt32($0 * 3_877) & 0xff_ffff) }
        let (tables, single) = (many, one)
        return Gate(
            name: "PrefixTable.lookup among 1000 blocks", operations: addresses.count,
            work: { for address in addresses { keep(tables.lookup(address) ?? -1) } },
            beside: ("among 1", { for address in addresses { keep(single.lookup(address) ?? -1) } }), ratioLimit: 40)
    }

    private var header: Gate {
        let packet = Packets.tcp(length: 100)
        return Gate(
            name: "IPPacketHeader", operations: 1_024,
            work: { for _ in 0..<1_024 { keep(IPPacketHeader(packet.span)?.totalLength ?? 0) } },
            beside: ("adding up its 20 bytes", { for _ in 0..<1_024 { keep(Self.sum(packet.span, 20)) } }),
            ratioLimit: 6)
    }

    private var dataHeader: Gate {
        let datagram = Array(DataHeader(receiverIndex: 7, counter: 9).bytes.span.indices).map { index in
            DataHeader(receiverIndex: 7, counter: 9).bytes[index]
        }
        return Gate(
            name: "DataHeader", operations: 1_024,
            work: { for _ in 0..<1_024 { keep(Int(truncatingIfNeeded: DataHeader(datagram.span)?.counter ?? 0)) } },
            beside: ("adding up its 16 bytes", { for _ in 0..<1_024 { keep(Self.sum(datagram.span, 16)) } }),
            ratioLimit: 6)
    }

    /// Over loopback, to a socket that nobody reads: what does not fit is lost there.
    private func sending() throws -> Gate {
        let logger = Logger(label: "micro", factory: { _ in SwiftLogNoOpLogHandler() })
        let key = OuterKey.random()
        let loopback = IPAddress.v4(IPv4Address(bits: 0x7f00_0001))
        let sink = try UDPLink.bind(to: SocketAddress(loopback, port: 0), key: key, logger: logger)
        let link = try UDPLink.ephemeral(key: key, logger: logger)
        let count = 96
        var datagram = [UInt8](repeating: 9, count: 1_353)
        for index in 0..<4 { datagram[index] = index == 0 ? 1 : 0 }
        let batch = SharedBatch(PacketBatch(capacity: count, bytes: count * 1_400))
        let bytes = datagram
        return Gate(
            name: "UDPLink.send, 1353 bytes", operations: count,
            work: {
                for _ in 0..<count { Self.append(bytes, to: sink.localAddress, batch) }
                link.send(&batch.batch)
            }, referencesPerOperation: 2)
    }

    private static func append(_ datagram: [UInt8], to remote: SocketAddress, _ batch: SharedBatch) {
        batch.batch.append(upTo: datagram.count, remote: remote) { output in
            output.withUnsafeMutableBytes { $0.copyBytes(from: datagram) }
            return datagram.count
        }
    }

    private static func sum(_ bytes: Span<UInt8>, _ count: Int) -> Int {
        var sum = 0
        for index in 0..<count { sum &+= Int(bytes[index]) }
        return sum
    }
}
