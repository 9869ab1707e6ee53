/// Packets in order of their writing, sorted by flow: order matters within a flow only. ICMP counts as a flow,
/// fragments and packets with extension headers belong to the flow that their ports tell.
struct WrittenFlows {
    private(set) var flows: [String: [[UInt8]]] = [:]

    /// - Parameter fixedPorts: source ports of flows whose packets all have one identification. Where they must not be
    ///   fragmented, joining makes it count up, which means nothing to anybody (RFC 6864); so it is left out here.
    init(_ packets: [[UInt8]], fixedPorts: Set<UInt16> = []) {
        for packet in packets {
            let isIPv6 = packet[0] >> 4 == 6
            let start = isIPv6 ? (packet[6] == 0 ? 48 + Int(packet[41]) * 8 : 40) : Int(packet[0] & 15) * 4
            let port = NaiveSum.load(packet, start)
            let number = isIPv6 ? (packet[6] == 0 ? packet[40] : packet[6]) : packet[9]
            let isICMP = number == (isIPv6 ? 58 : 1)
            let addresses = isIPv6 ? packet[8..<40] : packet[12..<20]
            let key = isICMP ? "ICMP" : "\(addresses) \(number) \(packet[start..<(start + 4)])"
            var packet = packet
            if !isIPv6, !isICMP, packet[6] & 0x40 != 0, fixedPorts.contains(port) { Self.forgetIdentification(&packet) }
            flows[key, default: []].append(packet)
        }
    }

    /// The header checksum is about the identification, too; one that was wrong stays so.
    private static func forgetIdentification(_ packet: inout [UInt8]) {
        let header = Array(packet[..<(Int(packet[0] & 15) * 4)])
        let isRight = NaiveSum(header).checksum == 0
        (packet[4], packet[5]) = (0, 0)
        (packet[10], packet[11]) = isRight ? (0, 0) : (0xff, 0xff)
    }

    /// The packets of all flows.
    var count: Int { flows.values.reduce(0) { $0 + $1.count } }

    /// Where the first difference is, in words; `nil` when there is none.
    func difference(from other: Self) -> String? {
        for key in Set(flows.keys).union(other.flows.keys) {
            let (mine, others) = (flows[key] ?? [], other.flows[key] ?? [])
            for index in 0..<max(mine.count, others.count) {
                let (left, right) = (mine.dropFirst(index).first ?? [], others.dropFirst(index).first ?? [])
                if left != right { return "\(key), packet \(index): \(left.prefix(70)) is not \(right.prefix(70))" }
            }
        }
        return nil
    }
}
