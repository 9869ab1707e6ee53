import ArgumentParser
import AuraControl
import Foundation

/// `aura status`: what a running node does.
struct StatusCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "status",
        abstract: "Show what a running server or client does.",
        discussion: """
            Asks the node over its control socket, which belongs to the user who started it (usually root). \
            Without --socket it asks the only node that answers in \(SocketDiscovery.defaultDirectory).

            Examples:
              aura status
              aura status --watch --socket /run/aura/client-aura0.sock
              aura status --json | jq .totals

            Exit codes:
              0   the status was shown
              1   the node gave no proper answer
              64  wrong usage, or several nodes run and --socket does not choose one
              69  no node is there
              77  no permission to ask it
            """)

    @Flag(help: "Print JSON; with --watch one object a line.")
    var json = false

    @Flag(help: "Show it again every second, until interrupted.")
    var watch = false

    @Option(help: ArgumentHelp("The control socket of the node.", valueName: "path"), completion: .file())
    var socket: String?

    func run() async throws {
        let client = ControlClient(path: try await socketPath())
        let first = try await fetchOrExit(client)
        guard watch else { return try show(text(of: first, layout: .pretty)) }
        try await keepWatching(client, first)
    }

    private func socketPath() async throws -> String {
        if let socket { return socket }
        let found = await SocketDiscovery.find()
        switch (found.answering.count, found.denied.first) {
        case (1, _): return found.answering[0]
        case (0, let denied?): throw Self.failure(.permissionDenied(path: denied))
        case (0, nil):
            Self.complain("no node answers in \(SocketDiscovery.defaultDirectory); start one, or name its --socket")
            throw ExitCode(EX_UNAVAILABLE)
        default:
            let list = found.answering.map { "\n  --socket \($0)" }.joined()
            Self.complain("several nodes run here; choose one:\(list)")
            throw ExitCode(EX_USAGE)
        }
    }

    private func fetchOrExit(_ client: ControlClient) async throws -> NodeStatus {
        do throws(ControlClientError) {
            return try await client.status()
        } catch {
            throw Self.failure(error)
        }
    }

    /// A node that goes away while it is watched is waited for: it may just be restarted.
    private func keepWatching(_ client: ControlClient, _ first: NodeStatus) async throws {
        var screen = WatchScreen(isTerminal: !json && Terminal.current().isTerminal)
        var picture = try text(of: first, layout: .line)
        while !Task.isCancelled {
            try show(json ? picture : screen.frame(picture, height: Terminal.current().height))
            try await Task.sleep(for: .seconds(1))
            picture = try await nextPicture(client)
        }
    }

    private func nextPicture(_ client: ControlClient) async throws -> String {
        let status: NodeStatus
        do throws(ControlClientError) {
            status = try await client.status()
        } catch {
            if !json { return "\(error)\nwaiting for it\n" }
            Self.complain("\(error)")
            return ""
        }
        return try text(of: status, layout: .line)
    }

    private func text(of status: NodeStatus, layout: NodeStatus.JSONLayout) throws -> String {
        if json { return String(decoding: try status.json(layout), as: UTF8.self) + "\n" }
        let terminal = Terminal.current()
        let now = Int64(Date().timeIntervalSince1970)
        return StatusText(now: now, width: terminal.width, colour: terminal.wantsColour).render(status)
    }
}

extension StatusCommand {
    /// Writes to standard output; when its reader is gone (`| head`) there is nothing left to do.
    private func show(_ text: String) throws {
        do {
            try FileHandle.standardOutput.write(contentsOf: Data(text.utf8))
        } catch {
            throw ExitCode.success
        }
    }

    private static func complain(_ message: String) {
        FileHandle.standardError.write(Data("aura status: \(message)\n".utf8))
    }

    /// Says what is wrong and picks the exit code for it.
    private static func failure(_ error: ControlClientError) -> ExitCode {
        complain("\(error)")
        switch error {
        case .nothingThere, .refused, .notASocket: return ExitCode(EX_UNAVAILABLE)
        case .permissionDenied: return ExitCode(EX_NOPERM)
        case .timedOut, .badAnswer: return .failure
        }
    }
}
