internal import Synchronization

/// A value that the control thread sets and those that move packets look at once a batch: each keeps a copy, and takes a
/// new one only after a change.
final class Published<Value: Sendable>: Sendable {
    /// The value as one reader has seen it.
    struct Copy: Sendable {
        fileprivate(set) var value: Value
        fileprivate var version: UInt64
    }

    private let current: Mutex<Copy>
    private let newest = Atomic<UInt64>(0)

    init(_ value: Value) {
        current = Mutex(Copy(value: value, version: 0))
    }

    /// The value now.
    var copy: Copy { current.withLock { $0 } }

    /// Brings a reader's copy up to date, and says whether it was not.
    func refresh(_ copy: inout Copy) -> Bool {
        guard copy.version != newest.load(ordering: .acquiring) else { return false }
        copy = self.copy
        return true
    }

    func change(_ body: (inout Value) -> Void) {
        current.withLock { current in
            body(&current.value)
            current.version += 1
            newest.store(current.version, ordering: .releasing)
        }
    }
}
