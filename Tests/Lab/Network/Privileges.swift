internal import Foundation

/// Whether this process can use the lab, decided by trying.
public enum Privileges {
    /// The programs that the lab runs.
    public static let tools = [
        "curl", "ip", "nft", "openssl", "ping", "setpriv", "sha256sum", "sysctl", "tc", "tcpdump",
        "/usr/bin/python3",
    ]

    /// What is missing, one sentence each; empty when all is there.
    public static func missing() async -> [String] { await attempt.value }

    /// Whether namespaces can be made and everything needed is installed.
    /// When not, says so on standard error, once.
    public static var canUseNamespaces: Bool {
        get async { await announcedAttempt.value.isEmpty }
    }

    private static let attempt = Task { missingTools() + (await missingRights()) }

    private static let announcedAttempt = Task {
        let missing = await attempt.value
        if !missing.isEmpty {
            Diagnostics.print("SKIPPED: the end-to-end tests. " + missing.joined(separator: " "))
        }
        return missing
    }

    private static func missingTools() -> [String] {
        tools.filter { !isInstalled($0) }.map { "`\($0)` is not installed: run scripts/setup." }
    }

    private static func missingRights() async -> [String] {
        guard isInstalled("ip") else { return [] }
        let probe = NamespaceName.next()
        do {
            try await Namespaces.add(probe)
            try await Namespaces.remove(probe)
        } catch {
            return ["Network namespaces cannot be made: needs root (CAP_NET_ADMIN and CAP_SYS_ADMIN)."]
        }
        return FileManager.default.isWritableFile(atPath: "/dev/net/tun")
            ? [] : ["/dev/net/tun is missing or not writable: load the kernel's tun module."]
    }

    private static func isInstalled(_ tool: String) -> Bool {
        if tool.hasPrefix("/") { return FileManager.default.isExecutableFile(atPath: tool) }
        let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
        return path.split(separator: ":").contains { FileManager.default.isExecutableFile(atPath: "\($0)/\(tool)") }
    }
}
