internal import Synchronization

/// A command runner for tests: remembers what it was asked, does nothing, and fails where it is told to.
public final class RecordingCommandRunner: CommandRunner {
    private let recorded = Mutex<[HostCommand]>([])
    private let answer: @Sendable (HostCommand) -> Result<String, CommandError>

    /// Makes a runner that gives each command to `answer`, by default success without output.
    public init(answer: @escaping @Sendable (HostCommand) -> Result<String, CommandError> = { _ in .success("") }) {
        self.answer = answer
    }

    /// The commands so far, in order.
    public var commands: [HostCommand] { recorded.withLock { $0 } }

    /// Remembers the command and answers.
    public func run(_ command: HostCommand) async throws(CommandError) -> String {
        recorded.withLock { $0.append(command) }
        return try answer(command).get()
    }
}
