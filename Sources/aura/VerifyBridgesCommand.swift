internal import ArgumentParser
internal import AuraBridges
internal import AuraNode
internal import Foundation

/// `aura verify-bridges`: shows a bridges manifest, and whether clients take it.
struct VerifyBridgesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify-bridges",
        abstract: "Show what a bridges manifest holds, and why clients take it or not.",
        discussion: """
            Looks at it as a client does: size, signature, form, times. A client refuses, besides, what is older than the \
            newest manifest that it has seen. Of a file that the authority has not signed nothing is shown.

            Examples:
              aura verify-bridges /etc/aura/bridges.toml
              curl -s https://example.org/bridges.toml | aura verify-bridges - --ca ca.pem --json

            Exit codes:
              0   clients take it
              1   they do not
              64  wrong usage
              77  no permission
              78  the file, or the authority's certificate, is missing or cannot be read
            """)

    @Argument(help: ArgumentHelp("The manifest, or - for standard input.", valueName: "file"), completion: .file())
    var file: String

    @Option(
        help: ArgumentHelp("The authority's certificate. (default: ca/ca.pem in --dir)", valueName: "ca.pem"),
        completion: .file())
    var ca: String?

    @Option(help: ArgumentHelp("The server's directory.", valueName: "dir"), completion: .directory)
    var dir = OperatorText.standardDirectory

    @Flag(help: "Write the result as a JSON document.")
    var json = false

    func run() async throws {
        try await orExit {
            let inspection = ManifestInspection(authority: ca ?? "\(dir)/ca")
            let outcome =
                try file == "-"
                ? inspection.run(bytes: Self.standardInput(), now: .now) : inspection.run(file: file, now: .now)
            let report = ManifestReport(outcome, file: file, authority: inspection.authority)
            try OperatorText.say(json ? report.text() : Self.text(of: outcome))
            if !outcome.isValid { throw ExitCode(1) }
        }
    }

    /// One byte more than a manifest may have tells that it is too large.
    private static func standardInput() throws -> [UInt8] {
        var bytes: [UInt8] = []
        let limit = ManifestLimits.maximumBytes + 1
        while bytes.count < limit,
            let chunk = try FileHandle.standardInput.read(upToCount: limit - bytes.count), !chunk.isEmpty
        { bytes += chunk }
        return bytes
    }

    private static func text(of outcome: ManifestInspection.Outcome) -> String {
        let verdict = outcome.rejection.map { "Not valid: \($0)" } ?? "Valid: clients take it."
        guard let manifest = outcome.manifest else { return "\(verdict)\n" }
        let lines =
            [
                verdict, "  serial       \(manifest.serial)", "  signed       \(OperatorText.time(manifest.issuedAt))",
                "  valid until  \(OperatorText.time(manifest.expiresAt))",
            ] + manifest.endpoints.map { "  endpoint     \(OperatorText.endpoint($0))" }
            + manifest.bridges.map { "  bridge       \($0)" }
        return lines.map { "\($0)\n" }.joined()
    }
}
