public import ArgumentParser
public import AuraConfig
public import AuraWire
internal import Foundation
internal import Logging
internal import ServiceLifecycle
internal import UnixSignals

/// What `aura server` and `aura client` have in common.
struct RunningOptions: ParsableArguments {
    @Option(help: ArgumentHelp("The control socket, instead of the configured one.", valueName: "path"))
    var socket: String?

    @Option(help: ArgumentHelp("How logs are written: text or json.", valueName: "format"))
    var logFormat: LogFormat?

    @Option(
        help: ArgumentHelp(
            "What is logged: trace, debug, info, notice, warning, error or critical.", valueName: "level"))
    var logLevel: LogLevel?

    func socketPath(or configured: ConfiguredPath) throws -> ConfiguredPath {
        guard let socket else { return configured }
        guard let path = ConfiguredPath(socket, in: FileManager.default.currentDirectoryPath) else {
            throw ValidationError("--socket \"\(socket)\" is not a path")
        }
        return path
    }

    func logger(or settings: LogSettings, label: String) -> Logger {
        LogOutput.logger(label: label, format: logFormat ?? settings.format, level: logLevel ?? settings.level)
    }

    /// Starts a node, and runs it until a signal or a failure ends it.
    func run<Node: Service>(logger: Logger, start: @escaping @Sendable () async throws -> Node) async throws {
        let service = ServiceGroupConfiguration.ServiceConfiguration(
            service: NodeService(start: start), successTerminationBehavior: .gracefullyShutdownGroup)
        let group = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [service], gracefulShutdownSignals: [.sigint, .sigterm], logger: logger))
        try await group.run()
    }
}

/// A node from its start on: a signal that comes while it starts is heeded as soon as it runs, so that nothing of a
/// half-made start is left behind.
private struct NodeService<Node: Service>: Service {
    let start: @Sendable () async throws -> Node

    func run() async throws {
        try await start().run()
    }
}

extension LogFormat: ExpressibleByArgument {}

extension LogLevel: ExpressibleByArgument {}

extension TransportKind: ExpressibleByArgument {}

extension SplitAction: ExpressibleByArgument {}
