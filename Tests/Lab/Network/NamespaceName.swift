internal import Glibc
internal import Synchronization

/// The names of the lab's namespaces: `aura-<pid of the process that made it>-<number>`.
///
/// The process id is how a later run knows which ones were left by a run that was killed.
struct NamespaceName: Hashable, Sendable, CustomStringConvertible {
    let pid: Int32
    let number: Int

    var description: String { "aura-\(pid)-\(number)" }

    /// Whether the process that made it is still there.
    var isOwned: Bool { kill(pid, 0) == 0 || errno == EPERM }

    /// The next free name of this process.
    static func next() -> NamespaceName {
        NamespaceName(pid: getpid(), number: counter.add(1, ordering: .relaxed).newValue)
    }

    private static let counter = Atomic<Int>(0)
}

extension NamespaceName {
    /// Reads a name; `nil` when it is not one of ours.
    init?(_ text: some StringProtocol) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 3, parts[0] == "aura", let pid = Int32(parts[1]), let number = Int(parts[2]), pid > 0
        else { return nil }
        self.init(pid: pid, number: number)
    }
}
