internal import ArgumentParser
internal import AuraConfig
internal import AuraNode
internal import AuraWire
internal import Logging

/// `aura client`: keeps the tunnel up until it is told to stop.
struct ClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "client",
        abstract: "Run the client in the foreground.",
        discussion: """
            Connects, and connects again for ever when the server goes away. Logs go to standard error. SIGINT or SIGTERM \
            stop it, and what it added to the host is taken away. Needs CAP_NET_ADMIN.

            Examples:
              aura client --config alice.toml
              aura client --config alice.toml --transport tcp
            """)

    @Option(name: .long, help: ArgumentHelp("The client's profile.", valueName: "file"), completion: .file())
    var config: String

    @Option(help: "Use this transport and no other: udp, tcp or quic. (default: as in the profile)")
    var transport: TransportKind?

    @OptionGroup var running: RunningOptions

    func run() async throws {
        try await orExit {
            var profile = try ClientProfile.load(config)
            if let transport { profile = try profile.pinned(to: transport) }
            profile.controlSocket = try running.socketPath(or: profile.controlSocket)
            let logger = running.logger(or: profile.log, label: "client")
            try await running.run(logger: logger) { [profile] in try await ClientNode.start(profile, logger: logger) }
        }
    }
}
