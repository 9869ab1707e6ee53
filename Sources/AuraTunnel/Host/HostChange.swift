/// One step that changes the host, and how to take it back.
public struct HostChange: Codable, Hashable, Sendable {
    /// What the step does, for people: "route 10.0.0.0/8 to aura0".
    public let summary: String
    /// How to do it.
    public let apply: HostCommand
    /// How to undo it; `nil` when it goes away with the interface.
    public let undo: HostCommand?
    /// False for a nicety: its failure is reported and does not stop the others.
    public let isEssential: Bool

    /// Makes a step.
    public init(_ summary: String, apply: HostCommand, undo: HostCommand?, isEssential: Bool = true) {
        self.summary = summary
        self.apply = apply
        self.undo = undo
        self.isEssential = isEssential
    }
}

/// A step that did not work and did not stop the others.
public struct HostChangeFailure: Hashable, Sendable, CustomStringConvertible {
    /// The step.
    public let change: HostChange
    /// What the tool said.
    public let reason: CommandError

    /// The step and what the tool said.
    public var description: String { "\(change.summary): \(reason)" }
}
