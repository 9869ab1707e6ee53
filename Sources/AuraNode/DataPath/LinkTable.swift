internal import AuraSession
internal import AuraTransport
internal import AuraWire
internal import Synchronization

/// The links of a node, by number: sessions know only the number.
final class LinkTable: Sendable {
    private struct State {
        var links: [UInt32: any Link] = [:]
        var opened: [UInt32: ContinuousClock.Instant] = [:]
        /// What links that are gone have carried and dropped.
        var past = LinkStatistics()
    }

    private let state = Mutex(State())
    private let changes = Atomic<UInt64>(0)

    /// Another number after each change: who has looked a link up need not do so again while it is the same.
    var version: UInt64 { changes.load(ordering: .acquiring) }

    func insert(_ link: any Link) {
        state.withLock { state in
            state.links[link.id.rawValue] = link
            state.opened[link.id.rawValue] = .now
        }
        changes.wrappingAdd(1, ordering: .releasing)
    }

    /// Takes a link out; what it has carried stays counted.
    @discardableResult
    func remove(_ id: UInt32) -> (any Link)? {
        let removed = state.withLock { state in
            state.opened[id] = nil
            return state.links.removeValue(forKey: id)
        }
        guard let link = removed else { return nil }
        changes.wrappingAdd(1, ordering: .releasing)
        let statistics = link.statistics
        state.withLock { $0.past = $0.past + statistics }
        return link
    }

    subscript(id: UInt32) -> (any Link)? {
        state.withLock { $0.links[id] }
    }

    /// How many links are open.
    var count: Int { state.withLock { $0.links.count } }

    /// All links that are open.
    var all: [any Link] { state.withLock { Array($0.links.values) } }

    /// Connections that are older than `age` and not among `used`.
    func idle(besides used: Set<UInt32>, olderThan age: Duration) -> [any Link] {
        let now = ContinuousClock.now
        return state.withLock { state in
            state.links.values.filter { link in
                let id = link.id.rawValue
                return link.transport != .udp && !used.contains(id) && now - (state.opened[id] ?? now) >= age
            }
        }
    }

    /// What all links have carried and dropped so far, those that are gone included.
    var statistics: LinkStatistics {
        let (past, links) = state.withLock { ($0.past, Array($0.links.values)) }
        return links.map(\.statistics).reduce(past, +)
    }

    /// Sends a few datagrams, as handshakes and control messages are; a link that is gone takes none.
    func transmit(_ datagrams: [[UInt8]], over path: SessionPath, using batch: inout PacketBatch) {
        guard let link = self[path.link] else { return }
        batch.removeAll()
        for datagram in datagrams {
            batch.append(upTo: datagram.count, remote: path.remote) { output in
                for index in datagram.indices { output[index] = datagram[index] }
                return datagram.count
            }
        }
        link.send(&batch)
    }

    /// A batch for ``transmit(_:over:using:)``.
    static func makeBatch() -> PacketBatch { PacketBatch(capacity: 16, bytes: 16 * 2_048) }
}
