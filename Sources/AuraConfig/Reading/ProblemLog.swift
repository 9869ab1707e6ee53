/// Gathers the problems of one file while it is read. It stays inside one call of a loader.
package final class ProblemLog {
    private let file: String
    private let map: SourceMap
    private var problems: [ConfigurationProblem] = []
    private var omitted = 0

    init(file: String, map: SourceMap = SourceMap()) {
        self.file = file
        self.map = map
    }

    /// Adds a problem with a key; its line is looked up.
    package func report(_ keyPath: String, found: String, expected: String, suggestion: String? = nil) {
        add(
            ConfigurationProblem(
                file: file, line: map.line(of: keyPath), keyPath: keyPath, found: found, expected: expected,
                suggestion: suggestion))
    }

    /// Adds what a rule said of a key.
    package func report(_ keyPath: String, _ rejection: Rejection) {
        report(keyPath, found: rejection.found, expected: rejection.expected, suggestion: rejection.suggestion)
    }

    /// The error of all problems in the order of the file, or `nil` when there are none.
    package var error: ConfigurationError? {
        let ordered = problems.enumerated()
            .sorted { ($0.element.line ?? 0, $0.offset) < ($1.element.line ?? 0, $1.offset) }
            .map(\.element)
        return ConfigurationError(ordered + (omitted == 0 ? [] : [overflow]))
    }

    private func add(_ problem: ConfigurationProblem) {
        if problems.count < ConfigurationLimits.maximumProblems {
            problems.append(problem)
        } else {
            omitted += 1
        }
    }

    private var overflow: ConfigurationProblem {
        ConfigurationProblem(file: file, found: "\(omitted) more problems", expected: "none")
    }
}
