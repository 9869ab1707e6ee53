internal import Synchronization

/// Finds the session that a header's receiver index means. Shared by the threads that move packets and the one that
/// makes sessions.
public final class SessionTable: Sendable {
    private let sessions = Mutex<[UInt32: Session]>([:])
    private let changes = Atomic<UInt64>(0)

    /// An empty table.
    public init() {}

    /// Another number after each change: who has found a session need not look again while it is the same.
    public var version: UInt64 { changes.load(ordering: .acquiring) }

    /// The session whose keys go by `index`.
    public func session(for index: UInt32) -> Session? {
        sessions.withLock { $0[index] }
    }

    /// Indices in use.
    public var count: Int { sessions.withLock { $0.count } }

    func insert(_ session: Session, for index: UInt32) {
        sessions.withLock { $0[index] = session }
        changes.wrappingAdd(1, ordering: .releasing)
    }

    func remove(_ indices: some Sequence<UInt32>) {
        sessions.withLock { table in
            for index in indices { table[index] = nil }
        }
        changes.wrappingAdd(1, ordering: .releasing)
    }

    /// An index that nobody has: random, so that it tells nothing and cannot be guessed.
    func freshIndex(using random: inout some RandomNumberGenerator) -> UInt32 {
        sessions.withLock { table in
            while true {
                let index = UInt32.random(in: 1...(.max), using: &random)
                if table[index] == nil { return index }
            }
        }
    }
}
