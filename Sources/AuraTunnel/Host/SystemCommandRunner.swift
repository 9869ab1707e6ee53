internal import Subprocess

/// Runs the real tools: found in a fixed list of directories, with a fixed environment, no input, bounded output and time.
public struct SystemCommandRunner: CommandRunner {
    /// The longest output in bytes that is accepted from either stream.
    public static let maximumOutput = 256 * 1024
    /// Characters of a tool's complaint that go into an error.
    static let maximumMessage = 400

    /// How long a command may take.
    public let timeout: Duration

    /// Makes a runner whose commands may take `timeout`.
    public init(timeout: Duration = .seconds(10)) {
        self.timeout = timeout
    }

    /// Runs a command to its end, also when the calling task is cancelled: a half-run `ip` helps nobody.
    public func run(_ command: HostCommand) async throws(CommandError) -> String {
        guard HostCommand.allowedTools.contains(command.tool) else { throw .notAllowed(command.tool) }
        let timeout = timeout
        return try await Task { await Self.result(of: command, within: timeout) }.value.get()
    }

    private static func result(of command: HostCommand, within timeout: Duration) async -> Result<String, CommandError>
    {
        await withTaskGroup(of: Result<String, CommandError>?.self) { group in
            group.addTask { await execute(command) }
            group.addTask {
                // Sleep fails only when the group is cancelled, and then nobody looks.
                try? await Task.sleep(for: timeout)
                return nil
            }
            // Cancelling the loser kills the process.
            defer { group.cancelAll() }
            let first = await group.next() ?? nil
            return first ?? .failure(.timedOut(command, seconds: Int(timeout.components.seconds)))
        }
    }

    private static func execute(_ command: HostCommand) async -> Result<String, CommandError> {
        do {
            let result = try await Subprocess.run(
                .name(command.tool), arguments: Arguments(command.arguments),
                environment: .custom(["PATH": HostCommand.directories.joined(separator: ":"), "LC_ALL": "C"]),
                output: .string(limit: maximumOutput), error: .string(limit: maximumOutput))
            guard result.terminationStatus.isSuccess else {
                let status = "\(result.terminationStatus)"
                return .failure(.failed(command, status: status, message: trimmed(result.standardError)))
            }
            return .success(result.standardOutput)
        } catch let error as SubprocessError where error.code == .executableNotFound {
            return .failure(.notFound(command.tool))
        } catch {
            return .failure(.unusable(command, reason: "\(error)"))
        }
    }

    /// A complaint as one bounded line.
    private static func trimmed(_ text: String) -> String {
        let line = text.split(whereSeparator: \.isNewline).joined(separator: "; ")
        return String(line.prefix(maximumMessage))
    }
}
