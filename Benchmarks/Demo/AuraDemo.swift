import ArgumentParser
import AuraLab

/// Shows a whole VPN at work on this machine: a server, a client and a web server, each in its own network namespace.
@main
struct AuraDemo: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aura-demo",
        abstract: "A server, a client and a web server in three network namespaces of this machine.",
        discussion: """
            Nothing outside the namespaces is touched, and all is removed in the end, also on Ctrl-C. \
            Exit code 0: everything worked; 1: something did not; 77: this machine lacks something, which is said.
            """)

    @Option(help: "The size of the file to download and upload, in millions of bytes.") var megabytes = 250

    func validate() throws {
        guard (1...10_000).contains(megabytes) else { throw ValidationError("--megabytes must be 1...10000") }
    }

    func run() async throws {
        let missing = await Privileges.missing()
        guard missing.isEmpty else {
            Diagnostics.print("The demo cannot run here:")
            for sentence in missing { Diagnostics.print("  - \(sentence)") }
            throw ExitCode(77)
        }
        do {
            let results = try await withInterruption { try await Demonstration(bytes: megabytes * 1_000_000).run() }
            print("\n" + ResultTable(results: results).text)
            guard results.allSatisfy(\.isGood) else { throw ExitCode(1) }
        } catch let interrupted as Interrupted {
            Diagnostics.print("\n\(interrupted); everything has been removed")
            throw ExitCode(interrupted.exitCode)
        } catch let error as LabError {
            Diagnostics.print("\nThe demo failed: \(error)")
            throw ExitCode(1)
        }
    }
}
