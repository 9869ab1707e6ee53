internal import Subprocess

/// Runs programs to their end, with argument arrays, never through a shell.
public enum Command {
    /// The most that one command may print on each of its two outputs, in bytes.
    public static let maximumOutput = 32 << 20

    /// Runs a program and waits for it, whatever its exit status.
    /// - Parameters:
    ///   - arguments: The program's name or path, then its arguments.
    ///   - input: What it reads from standard input.
    ///   - environment: Variables set on top of this process's own.
    ///   - limit: After this long it is killed and ``LabError/commandTimedOut(_:after:)`` thrown.
    public static func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:],
        within limit: Duration = .seconds(30)
    ) async throws -> CommandResult {
        try await withTimeout(limit, orThrow: LabError.commandTimedOut(arguments, after: limit)) {
            try await runToEnd(arguments, input: input, environment: environment)
        }
    }

    /// Runs a program that must exit with 0.
    /// - Returns: Its standard output.
    @discardableResult
    public static func check(
        _ arguments: [String], input: String = "", within limit: Duration = .seconds(30)
    ) async throws -> String {
        let result = try await run(arguments, input: input, within: limit)
        guard result.status.isSuccess else { throw LabError.commandFailed(result) }
        return result.output
    }

    private static func runToEnd(
        _ arguments: [String], input: String, environment: [String: String]
    ) async throws -> CommandResult {
        let invocation = Invocation(arguments, environment: environment)
        let result = try await Subprocess.run(
            invocation.configuration, input: .string(input), output: .string(limit: maximumOutput),
            error: .string(limit: maximumOutput))
        return CommandResult(
            command: arguments, status: ExitStatus(result.terminationStatus), output: result.standardOutput,
            errorOutput: result.standardError)
    }
}
