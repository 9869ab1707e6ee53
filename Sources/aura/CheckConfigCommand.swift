internal import ArgumentParser
internal import AuraConfig
internal import AuraNode
internal import Foundation

/// `aura check-config`: says everything that is wrong with a configuration file.
struct CheckConfigCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check-config",
        abstract: "Check a server.toml or a profile and report every problem at once.",
        discussion: """
            Problems are written to standard error, one a line: FILE:LINE: KEY: what was found; what was expected.
            Of a server.toml, the files that it names are looked at, too: that they are there and private, that \
            certificates belong to their keys and are valid, that the decoy's site has a first page.

            Example:
              aura check-config /etc/aura/server.toml

            Exit codes: 0 the file is good; 1 it is not; 64 usage error.
            """)

    @Argument(help: ArgumentHelp("The server.toml or profile to check.", valueName: "file"), completion: .file())
    var file: String

    @Flag(help: "Write the result as a JSON document to standard output instead.")
    var json = false

    func run() async throws {
        let problems = FileCheck.problems(inFile: file, now: .now)
        if json {
            print(try CheckConfigReport(file: file, problems: problems).text())
        } else {
            let lines = problems.map { "\($0)\n" }.joined()
            try FileHandle.standardError.write(contentsOf: Data(lines.utf8))
        }
        if !problems.isEmpty { throw ExitCode(1) }
    }
}

/// The JSON document of `aura check-config --json`.
private struct CheckConfigReport: Encodable {
    struct Problem: Encodable {
        let file: String
        let line: Int?
        let column: Int?
        let key: String
        let found: String
        let expected: String
        let suggestion: String?
    }

    /// The version of this document's form.
    let schemaVersion = 1
    let file: String
    let valid: Bool
    let problems: [Problem]

    init(file: String, problems: [ConfigurationProblem]) {
        self.file = file
        valid = problems.isEmpty
        self.problems = problems.map {
            Problem(
                file: $0.file, line: $0.line, column: $0.column, key: $0.keyPath, found: $0.found,
                expected: $0.expected, suggestion: $0.suggestion)
        }
    }

    func text() throws -> String {
        let encoder = JSONEncoder()
        encoder.keyEncodingStrategy = .convertToSnakeCase
        encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
        return String(decoding: try encoder.encode(self), as: UTF8.self)
    }
}
