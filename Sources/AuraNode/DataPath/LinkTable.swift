internal import AuraSession
internal import AuraTransport
internal import AuraWire
internal import Synchronization

/// The links of a node, by number: sessions know only the number.
final class LinkTable: Sendable {
    private let links = Mutex<[UInt32: any Link]>([:])

    func insert(_ link: any Link) {
        links.withLock { $0[link.id.rawValue] = link }
    }

    func remove(_ id: UInt32) {
        links.withLock { $0[id] = nil }
    }

    subscript(id: UInt32) -> (any Link)? {
        links.withLock { $0[id] }
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
