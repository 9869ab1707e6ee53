#if os(Linux)
    import AuraTunnel
    import Foundation
    import Glibc
    import Synchronization

    /// What the privileged tests need; they are skipped, and say so, where it is missing.
    enum Privilege {
        static let isThere = geteuid() == 0 && access("/dev/net/tun", R_OK | W_OK) == 0
        static let isMissing = geteuid() != 0 && access("/dev/net/tun", R_OK | W_OK) == 0
        static let reason = "needs root and /dev/net/tun"
    }

    /// A network namespace of this test's own, removed when the test lets go of it. It runs commands for the code under test.
    final class Namespace: CommandRunner {
        private static let counter = Atomic(0)
        let name: String

        init() throws {
            name = "aura-tun-\(getpid())-\(Self.counter.wrappingAdd(1, ordering: .relaxed).newValue)"
            try Self.ip("netns", "add", name)
            try Self.ip("-n", name, "link", "set", "dev", "lo", "up")
        }

        deinit {
            _ = try? Self.ip("netns", "del", name)
        }

        /// Runs `ip` in the namespace.
        @discardableResult
        func ip(_ arguments: String...) throws -> String {
            try Self.run("/usr/sbin/ip", ["-n", name] + arguments)
        }

        /// Runs any tool in the namespace.
        @discardableResult
        func exec(_ arguments: String...) throws -> String {
            try Self.run("/usr/sbin/ip", ["netns", "exec", name] + arguments)
        }

        func run(_ command: HostCommand) async throws(CommandError) -> String {
            let inside = ["netns", "exec", name, command.tool] + command.arguments
            return try await SystemCommandRunner().run(HostCommand("ip", inside))
        }

        /// Everything that a client may change, for comparing before and after.
        func state() throws -> String {
            try [
                ip("rule"), ip("-6", "rule"), ip("route", "show", "table", "all"),
                ip("-6", "route", "show", "table", "all"),
                ip("-br", "address"),
            ].joined(separator: "\n")
        }

        /// Runs `ip` outside.
        @discardableResult
        static func ip(_ arguments: String...) throws -> String {
            try run("/usr/sbin/ip", arguments)
        }

        /// An interface name that no other test uses; 15 bytes at most.
        static func interfaceName() -> String {
            "at\(getpid())x\(counter.wrappingAdd(1, ordering: .relaxed).newValue)"
        }

        @discardableResult
        private static func run(_ tool: String, _ arguments: [String]) throws -> String {
            let process = Process()
            let output = Pipe()
            process.executableURL = URL(fileURLWithPath: tool)
            process.arguments = arguments
            process.standardOutput = output
            process.standardError = output
            try process.run()
            let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            guard process.terminationStatus == 0 else { throw ToolFailure(text: "\(arguments): \(text)") }
            return text
        }
    }

    /// A tool of the test's own did not work.
    struct ToolFailure: Error {
        let text: String
    }
#endif
