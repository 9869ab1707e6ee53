internal import Glibc

/// Makes and removes network namespaces.
enum Namespaces {
    static func add(_ name: NamespaceName) async throws {
        try await Command.check(["ip", "netns", "add", "\(name)"])
    }

    /// Ends whatever still runs in the namespace, and removes it.
    static func remove(_ name: NamespaceName) async throws {
        let pids = try await Command.check(["ip", "netns", "pids", "\(name)"])
        for pid in pids.split(whereSeparator: \.isWhitespace).compactMap({ Int32($0) }) { kill(pid, SIGKILL) }
        try await Command.check(["ip", "netns", "delete", "\(name)"])
        LabHost.removeOverlay(of: "\(name)")
    }

    /// Removes the lab's namespaces whose makers are gone.
    /// - Returns: How many there were.
    @discardableResult
    static func sweep() async throws -> Int {
        let stale = try await list().filter { !$0.isOwned }
        for name in stale { try await remove(name) }
        return stale.count
    }

    /// The lab's namespaces on this machine, of all processes.
    static func list() async throws -> [NamespaceName] {
        try await Command.check(["ip", "netns", "list"]).split(separator: "\n")
            .compactMap { $0.split(separator: " ").first.flatMap { NamespaceName($0) } }
    }
}
