/// Everything that is wrong with a configuration file; never empty.
public struct ConfigurationError: Error, Hashable, Sendable, CustomStringConvertible {
    /// The problems, in the order of the file where lines are known.
    public let problems: [ConfigurationProblem]

    /// Makes the error of one problem.
    public init(_ problem: ConfigurationProblem) {
        problems = [problem]
    }

    /// Makes the error of several problems; `nil` when there is none.
    public init?(_ problems: [ConfigurationProblem]) {
        guard !problems.isEmpty else { return nil }
        self.problems = problems
    }

    /// The problems, one a line.
    public var description: String {
        problems.map(\.description).joined(separator: "\n")
    }
}
