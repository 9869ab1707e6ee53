/// Why the host could not be changed or cleaned up.
public enum HostError: Error, Hashable, Sendable {
    /// A step failed; what its call had changed before was undone, except for `notUndone`.
    case step(HostChangeFailure, notUndone: [HostChangeFailure])
    /// More changes than one journal holds.
    case tooManySteps(Int, limit: Int)
    /// The journal cannot be read, understood or written.
    case journal(StateFileError)
    /// The journal is malformed; it was kept under `aside`, and what it describes was not undone.
    case journalSetAside(StateFileError, aside: String)
    /// The journal belongs to a process that still runs.
    case inUse(path: String, pid: Int32)
    /// The journal of a dead process is there; it has to be recovered first.
    case leftover(path: String, pid: Int32)
}

extension HostError: CustomStringConvertible {
    /// What happened and what to do about it.
    public var description: String {
        switch self {
        case .step(let failure, let notUndone) where notUndone.isEmpty:
            "\(failure); the steps before it were undone"
        case .step(let failure, let notUndone):
            "\(failure); of the steps before it these could not be undone: "
                + notUndone.map(\.description).joined(separator: "; ")
        case .tooManySteps(let count, let limit):
            "\(count) changes to the host are more than \(limit), the most that can be undone safely; use fewer blocks"
        case .journal(let error):
            "journal of host changes: \(error)"
        case .journalSetAside(let error, let aside):
            "journal of host changes: \(error); it was kept as \(aside). "
                + "Check the host's routes and rules by hand (everything of Aura's has protocol \(HostTag.routeProtocol))"
        case .inUse(let path, let pid):
            "\(path) belongs to process \(pid), which still runs; stop it first"
        case .leftover(let path, let pid):
            "\(path) was left by process \(pid), which ended without cleaning up; run the clean-up first"
        }
    }
}
