internal import AuraWire
internal import Synchronization

/// Which of our addresses each peer talks to, so that replies leave from it on hosts that have several.
///
/// Only datagrams that passed the gate are learned from, so strangers cannot fill or poison it.
final class SourceTable: Sendable {
    /// Peers remembered. When one more comes, any one of them is forgotten and learned anew from what it sends next;
    /// until then the kernel chooses its source.
    static let capacity = 16_384

    private let sources = Mutex<[SocketAddress: LocalSource]>([:])

    /// Remembers `messages` of which something in `entries` is left. Takes the lock once.
    func learn(_ messages: [ReceivedMessage], of entries: [PacketBatch.Entry]) {
        sources.withLock { table in
            var last: ReceivedMessage?
            for message in messages {
                guard let source = message.local, source != last?.local || message.remote != last?.remote else {
                    continue
                }
                guard entries[message.entries].contains(where: { $0.length > 0 }) else { continue }
                last = message
                Self.set(message.remote, source, in: &table)
            }
        }
    }

    /// Gives every message of `outbox` the source its remote asked for. Takes the lock once.
    func apply(to outbox: inout Outbox, of entries: [PacketBatch.Entry]) {
        sources.withLock { table in
            guard !table.isEmpty else { return }
            for (index, run) in outbox.runs.enumerated() {
                guard let source = table[entries[run.entries.lowerBound].remote] else { continue }
                outbox.setSource(source, of: index)
            }
        }
    }

    /// Forgets a peer whose source no longer works.
    func forget(_ remote: SocketAddress) {
        _ = sources.withLock { $0.removeValue(forKey: remote) }
    }

    private static func set(
        _ remote: SocketAddress, _ source: LocalSource, in table: inout sending [SocketAddress: LocalSource]
    ) {
        if table[remote] == source { return }
        if table.count >= capacity, let any = table.keys.first { table[any] = nil }
        table[remote] = source
    }
}
