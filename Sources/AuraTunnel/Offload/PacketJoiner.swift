public import AuraWire

/// Finds out which packets of a batch can go to a device as one super-packet, by the rules that a kernel's GRO has: the
/// kernel that cuts it again makes the very same packets of it, but for the identification of IPv4 packets that must
/// not be fragmented, which then counts up where all had the same.
///
/// Packets of one flow stay in order: a packet that cannot be joined ends its flow's group, and groups are written in
/// the order of their first packets. One for which no flow can be told, like a fragment, ends all groups; ICMP ends
/// none.
///
/// Nothing is allocated once it has seen the longest batch.
public struct PacketJoiner: ~Copyable, Sendable {
    private static let none = -1

    private var groups: [PacketGroup] = []
    private var following: [Int] = []
    private var table = FlowTable()

    /// Makes a joiner for batches of up to `capacity` packets; longer ones make it grow.
    public init(capacity: Int = 128) {
        groups.reserveCapacity(capacity)
        following.reserveCapacity(capacity)
    }

    /// The number of groups that were found.
    public var count: Int { groups.count }

    /// Group `index` of ``count``.
    public func group(_ index: Int) -> PacketGroup { groups[index] }

    /// The entry that follows `entry` in its group, `nil` after the last.
    public func next(after entry: Int) -> Int? {
        let next = following[entry]
        return next == Self.none ? nil : next
    }

    /// Puts the packets of a batch into groups. Only TCP is joined if `kinds` has no `udp`, and the other way round.
    public mutating func plan(_ packets: inout PacketBatch, joining kinds: DeviceOffloads) {
        packets.withStorage { memory, entries in
            plan(UnsafeRawBufferPointer(memory), entries, joining: kinds)
        }
    }

    /// The same for what lies in `memory`. Unsafe code, and why it is sound: packets are looked at through spans, which
    /// are checked against the memory, while whoever calls keeps it.
    mutating func plan(
        _ memory: UnsafeRawBufferPointer, _ entries: [PacketBatch.Entry], joining kinds: DeviceOffloads
    ) {
        groups.removeAll(keepingCapacity: true)
        following.removeAll(keepingCapacity: true)
        table.removeAll()
        for index in entries.indices {
            following.append(Self.none)
            if entries[index].length > 0 { add(index, memory.bytes, entries, kinds) }
        }
    }

    @inline(__always)
    private mutating func add(
        _ index: Int, _ memory: RawSpan, _ entries: [PacketBatch.Entry], _ kinds: DeviceOffloads
    ) {
        let bytes = memory.packet(entries[index])
        guard let packet = FlowPacket(bytes, entries[index].offload, joining: kinds), packet.mayJoin else {
            return addAlone(index, bytes)
        }
        let place = table.place(of: packet.key)
        if table.flows[place].continues(with: packet) {
            let first = memory.packet(entries[groups[table.flows[place].group].first])
            if table.flows[place].agrees(with: packet, bytes, first: first) { return join(packet, index, place) }
        }
        table.flows[place].begin(packet, group: groups.count, entry: index)
        groups.append(PacketGroup(first: index, length: packet.length, segmentSize: packet.payloadLength))
    }

    /// Adds what is never part of a larger group, and ends the groups that it must not overtake.
    private mutating func addAlone(_ index: Int, _ bytes: RawSpan) {
        if let packet = FlowPacket(bytes, .none, joining: []) {
            table.close(packet.key)
        } else if Self.hasFlow(bytes) {
            table.closeAll()
        }
        groups.append(PacketGroup(first: index, length: bytes.byteCount))
    }

    @inline(__always)
    private mutating func join(_ packet: FlowPacket, _ index: Int, _ place: Int) {
        following[table.flows[place].last] = index
        table.flows[place].add(packet, entry: index)
        let group = table.flows[place].group
        groups[group].count &+= 1
        groups[group].length &+= packet.payloadLength
        groups[group].pushes = packet.ends
    }

    /// False for ICMP, the only one that is known to have no order to keep with packets of other kinds.
    private static func hasFlow(_ bytes: RawSpan) -> Bool {
        guard bytes.byteCount >= 28 else { return true }
        switch bytes.byte(0) >> 4 {
        case 4: return bytes.byte(9) != IPProtocol.icmp || bytes.bigEndian16(6) & 0x3fff != 0
        case 6: return bytes.byte(6) != IPProtocol.icmp6
        default: return true
        }
    }
}
