internal import ArgumentParser
internal import AuraNode

/// The `aura` command.
@main
struct Aura: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aura",
        abstract: "A self-hosted VPN: certificate authority, server, client and toolbox.",
        discussion: """
            An operator's first steps:
              aura server-init --host vpn.example.org
              aura provision-client alice
              aura server --config /etc/aura/server.toml
            and on the client:
              aura client --config alice.toml
            If a port was taken, the server finds another; clients are told by
              aura sign-bridges --from-runtime /etc/aura/server.toml

            Exit codes: 0 done; 1 failed, or a checked file is bad; 64 wrong usage; 69 nothing answers; 73 would overwrite; \
            75 something is busy, try again later; 77 a privilege is missing; 78 the configuration is bad.
            """,
        version: AuraVersion.text,
        subcommands: [
            ServerInitCommand.self, ProvisionClientCommand.self, RevokeClientCommand.self, CheckConfigCommand.self,
            TLSInitCommand.self, SignBridgesCommand.self, VerifyBridgesCommand.self, ServerCommand.self,
            ClientCommand.self, StatusCommand.self,
        ])
}
