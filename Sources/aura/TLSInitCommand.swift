internal import ArgumentParser
internal import AuraNode
internal import Foundation

/// `aura tls-init`: makes what the tcp and quic transports of a server lack.
struct TLSInitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tls-init",
        abstract: "Make the TLS certificate and the QUIC secret that a server.toml names, where they are missing.",
        discussion: """
            For a server.toml from before there were tcp and quic, and to replace a certificate that Aura made: remove it \
            and its key, run this, restart the server. Clients whose profiles pin the old certificate need new profiles. \
            What is there is checked and never touched.

            Example:
              aura tls-init

            \(OperatorText.exitCodes)
            """)

    @Option(help: ArgumentHelp("The server's directory.", valueName: "dir"), completion: .directory)
    var dir = OperatorText.standardDirectory

    @Option(
        help: ArgumentHelp(
            "The host that the certificate is for. (default: as in server.toml if it is a name, else one that says nothing)",
            valueName: "name"))
    var tlsName: String?

    func run() async throws {
        try await orExit {
            var generator = SystemRandomNumberGenerator()
            let outcome = try TLSInitialization(directory: dir, tlsName: tlsName).run(now: .now, using: &generator)
            try OperatorText.say(Self.summary(of: outcome))
        }
    }

    private static func summary(of outcome: TLSInitialization.Outcome) -> String {
        """
        \(outcome.isTLSMade ? "Made a TLS certificate" : "The TLS certificate is there"):
          certificate  \(outcome.certificatePath)   \(OperatorText.tls(outcome.tls))
          key          \(outcome.keyPath)   secret
        \(outcome.isSecretMade ? "Made" : "There is") the QUIC secret \(outcome.secretPath).
        \(outcome.isTLSMade || outcome.isSecretMade ? "A running server must be restarted." : "Nothing was changed.")

        """
    }
}
