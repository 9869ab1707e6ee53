/// Runs system tools; the seam between what is decided and what is done to the host.
public protocol CommandRunner: Sendable {
    /// Runs a command to its end; its standard output.
    func run(_ command: HostCommand) async throws(CommandError) -> String
}

/// Why a command did not do its work.
public enum CommandError: Error, Hashable, Sendable {
    /// The tool is none of `HostCommand.allowedTools`.
    case notAllowed(String)
    /// No directory of `HostCommand.directories` has the tool.
    case notFound(String)
    /// The tool ended with something else than success.
    case failed(HostCommand, status: String, message: String)
    /// The tool did not end in time and was killed.
    case timedOut(HostCommand, seconds: Int)
    /// The tool could not be run, or said too much.
    case unusable(HostCommand, reason: String)

    /// What system tools say when the thing to remove is not there; they all run with the C locale. Lower case.
    private static let absenceMessages = [
        "no such process", "no such file or directory", "no such device", "cannot find device", "does not exist",
        "cannot assign requested address", "can't assign requested address", "address not found", "not in table",
    ]

    /// True when the tool complained that what it should remove is not there.
    public var meansAbsent: Bool {
        guard case .failed(_, _, let message) = self else { return false }
        return Self.absenceMessages.contains { message.lowercased().contains($0) }
    }

    /// False when the command certainly changed nothing.
    var mayHaveTakenEffect: Bool {
        if case .timedOut = self { return true }
        if case .unusable = self { return true }
        return false
    }
}

extension CommandError: CustomStringConvertible {
    /// What happened and what to do about it.
    public var description: String {
        switch self {
        case .notAllowed(let tool):
            "\"\(tool)\" is no tool that Aura runs; expected one of "
                + HostCommand.allowedTools.sorted().joined(separator: ", ")
        case .notFound(let tool):
            "\(tool) is not in \(HostCommand.directories.joined(separator: ", ")); install it (Debian: iproute2 has ip)"
        case .failed(let command, let status, let message):
            "`\(command)` failed (\(status)): \(message.isEmpty ? "no message" : message)"
        case .timedOut(let command, let seconds):
            "`\(command)` did not end within \(seconds) s and was killed"
        case .unusable(let command, let reason):
            "`\(command)` could not be run: \(reason)"
        }
    }
}
