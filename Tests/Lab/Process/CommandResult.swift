/// What a finished command left.
public struct CommandResult: Sendable, CustomStringConvertible {
    /// The program and its arguments.
    public let command: [String]
    /// How it ended.
    public let status: ExitStatus
    /// All of its standard output.
    public let output: String
    /// All of its standard error.
    public let errorOutput: String

    /// The command, how it ended and what it said: for test failures.
    public var description: String {
        "`\(command.joined(separator: " "))`: \(status)\n\(output)\(errorOutput)"
    }
}
