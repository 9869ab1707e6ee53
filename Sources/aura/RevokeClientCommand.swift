internal import ArgumentParser
internal import AuraNode
internal import AuraPKI
internal import Foundation

/// `aura revoke-client`: shuts a client out.
struct RevokeClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "revoke-client",
        abstract: "Revoke a client's certificates, or one of them by its serial number.",
        discussion: """
            Looks the client up in issued.txt beside the authority and adds its valid certificates to the list that \
            server.toml names, revoked.txt, which a running server reads again by itself. Revoking twice changes \
            nothing. The client may be provisioned again afterwards.

            Examples:
              aura revoke-client alice
              aura revoke-client 5a0f3c1d9e8b7a6655443322110f0e0d

            \(OperatorText.exitCodes)
            """)

    @Argument(help: ArgumentHelp("The client's name, or a certificate's serial number.", valueName: "name|serial"))
    var client: String

    @Option(help: ArgumentHelp("The server's directory.", valueName: "dir"), completion: .directory)
    var dir = OperatorText.standardDirectory

    @Option(
        help: ArgumentHelp("The authority's directory. (default: where server.toml says)", valueName: "dir"),
        completion: .directory)
    var ca: String?

    func run() async throws {
        try await orExit {
            let revocation = try ClientRevocation(client: client, directory: dir, authority: ca)
            try OperatorText.say(Self.summary(of: revocation.run(now: .now)))
        }
    }

    private static func summary(of outcome: ClientRevocation.Outcome) -> String {
        let lines =
            outcome.added.map { "Revoked \($0.name), serial \($0.serial)" }
            + outcome.alreadyRevoked.map { "Already revoked: \($0.name), serial \($0.serial)" }
            + outcome.expired.map {
                "Not valid since \(OperatorText.time($0.notAfter)): \($0.name), serial \($0.serial)"
            }
        let end =
            outcome.added.isEmpty
            ? "Nothing to add to \(outcome.list)." : "Added to \(outcome.list), which a running server reads again."
        return (lines + [end]).map { "\($0)\n" }.joined()
    }
}
