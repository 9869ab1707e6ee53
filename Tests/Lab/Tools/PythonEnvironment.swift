internal import Foundation

/// A Python environment in the lab's directory, with packages from PyPI; removed with the lab.
public struct PythonEnvironment: Sendable {
    /// Its interpreter.
    public let python: String

    /// Thrown when it cannot be made, most likely because PyPI cannot be reached.
    public struct Unavailable: Error, CustomStringConvertible {
        /// What was tried and what came of it.
        public let description: String
    }

    /// Makes one.
    /// - Parameter packages: What to install, in pip's words.
    /// - Throws: ``Unavailable``, after saying so on standard error.
    public static func make(_ packages: [String], in lab: Lab) async throws -> PythonEnvironment {
        let directory = lab.directory + "/python"
        do {
            try await Command.check(["/usr/bin/python3", "-m", "venv", directory], within: .seconds(60))
            try await Command.check(
                ["\(directory)/bin/pip", "install", "--quiet", "--disable-pip-version-check", "--no-cache-dir"]
                    + ["--only-binary", ":all:", "--timeout", "10", "--retries", "2"] + packages, within: .seconds(75))
        } catch let error as LabError {
            let problem = "no Python environment with \(packages.joined(separator: ", ")): \(error)"
            Diagnostics.print("SKIPPED: \(problem)")
            throw Unavailable(description: problem)
        }
        return PythonEnvironment(python: "\(directory)/bin/python")
    }
}
