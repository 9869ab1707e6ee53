internal import AuraWire

/// Connections in one state, in the order in which they came: bounded in all and from each source, and the oldest makes
/// room for the newest.
struct WaitingRoom {
    /// Where a connection comes from, as far as one host can choose freely: an IPv4 address, the first 64 bits of IPv6.
    struct Source: Hashable {
        private let bits: UInt128

        init(_ address: SocketAddress) {
            switch address.ip.unmapped {
            case .v4(let ip): bits = UInt128(ip.bits)
            // Above 2^32, and so apart from every IPv4 address.
            case .v6(let ip): bits = ip.bits >> 64 | 1 << 127
            }
        }
    }

    private let total: Int
    private let perSource: Int
    private var order = Queue()
    private var sources: [Source: Queue] = [:]

    init(total: Int, perSource: Int) {
        self.total = max(1, total)
        self.perSource = max(1, perSource)
    }

    /// Connections in the room.
    var count: Int { order.members.count }

    /// Lets `number` in; returns the one that has to go instead, and is not here any more.
    mutating func enter(_ number: UInt64, from source: Source) -> UInt64? {
        order.insert(number, from: source)
        sources[source, default: Queue()].insert(number, from: source)
        let own = sources[source]
        let crowded = (own?.members.count ?? 0) > perSource ? own : count > total ? order : nil
        guard let oldest = crowded?.members.first else { return nil }
        _ = leave(oldest.number, from: oldest.source)
        return oldest.number
    }

    /// Lets `number` out; false when it is not here.
    mutating func leave(_ number: UInt64, from source: Source) -> Bool {
        guard order.remove(number) else { return false }
        _ = sources[source]?.remove(number)
        if sources[source]?.members.isEmpty == true { sources[source] = nil }
        return true
    }

    /// Members by rising number.
    private struct Queue {
        private(set) var members: [(number: UInt64, source: Source)] = []

        mutating func insert(_ number: UInt64, from source: Source) {
            members.insert((number, source), at: position(of: number))
        }

        mutating func remove(_ number: UInt64) -> Bool {
            let index = position(of: number)
            guard index < members.count, members[index].number == number else { return false }
            members.remove(at: index)
            return true
        }

        /// Where `number` is or belongs, by halving.
        private func position(of number: UInt64) -> Int {
            var range = members.startIndex..<members.endIndex
            while !range.isEmpty {
                let middle = range.lowerBound + range.count / 2
                range = members[middle].number < number ? middle + 1..<range.upperBound : range.lowerBound..<middle
            }
            return range.lowerBound
        }
    }
}
