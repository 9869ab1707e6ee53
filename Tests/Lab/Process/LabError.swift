/// What can go wrong in the lab itself, as opposed to in what is being tested.
public enum LabError: Error, CustomStringConvertible {
    /// A command that had to succeed did not.
    case commandFailed(CommandResult)
    /// A command was still running when its time was up.
    case commandTimedOut([String], after: Duration)
    /// A background process could not be started.
    case notStarted(String, reason: String)
    /// Something awaited did not come.
    case neverHappened(String, within: Duration, detail: String)
    /// A tool printed something that cannot be understood.
    case unreadable(String, found: String)
    /// A program or file that is needed is not there.
    case missing(String, advice: String)

    /// One sentence, then the evidence.
    public var description: String {
        switch self {
        case .commandFailed(let result): "command failed: \(result)"
        case .commandTimedOut(let command, let limit):
            "`\(command.joined(separator: " "))` was still running after \(limit)"
        case .notStarted(let name, let reason): "\(name) did not start: \(reason)"
        case .neverHappened(let what, let limit, let detail): "not within \(limit): \(what)\n\(detail)"
        case .unreadable(let what, let found): "cannot read \(what): found \(found.prefix(400))"
        case .missing(let what, let advice): "\(what) is missing: \(advice)"
        }
    }
}
