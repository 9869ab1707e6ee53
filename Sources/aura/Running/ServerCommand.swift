internal import ArgumentParser
internal import AuraConfig
internal import AuraNode
internal import Logging

/// `aura server`: serves until it is told to stop.
struct ServerCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server",
        abstract: "Run the server in the foreground.",
        discussion: """
            Logs go to standard error. SIGINT or SIGTERM stop it: clients are told, and what it added to the host is taken \
            away. Needs CAP_NET_ADMIN, and CAP_NET_BIND_SERVICE for ports below 1024.

            Example:
              aura server --config /etc/aura/server.toml --log-format json
            """)

    @Option(name: .long, help: ArgumentHelp("The server's configuration.", valueName: "file"), completion: .file())
    var config = "/etc/aura/server.toml"

    @OptionGroup var running: RunningOptions

    func run() async throws {
        try await orExit {
            var settings = try ServerConfiguration.load(config)
            settings.files.controlSocket = try running.socketPath(or: settings.files.controlSocket)
            let logger = running.logger(or: settings.log, label: "server")
            try await running.run(logger: logger) { [settings] in try await ServerNode.start(settings, logger: logger) }
        }
    }
}
