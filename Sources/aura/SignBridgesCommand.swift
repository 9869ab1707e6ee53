internal import ArgumentParser
internal import AuraBridges
internal import AuraConfig
internal import AuraNode
internal import Foundation

/// `aura sign-bridges`: tells clients where servers are.
struct SignBridgesCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign-bridges",
        abstract: "Sign a bridges manifest: the hosts and ports at which clients find the server.",
        discussion: """
            Runs where the authority's key is. A server whose ports were taken binds others and records them beside its \
            server.toml; --from-runtime takes them from there, and without a record the ports of server.toml. What the \
            server listens on is never signed as a host: that is --host, or public_host in server.toml. Bridges can be \
            named, too, with --endpoints; everything that is named goes into one manifest, which replaces the one before.

            Without --output it is written where the server looks for it (bridges.file in server.toml). A running server \
            notices it by itself, within seconds, and hands it to connected clients; provision-client puts it into new \
            profiles; other clients get it from a file or an https address that their profiles name. Clients prefer it \
            to the ports in their profiles, keep it, and refuse one with a lower serial number. The number is counted in \
            bridges-serial.txt beside the authority; keep that file with the authority's key.

            When a manifest has expired, clients dial the host and ports of their profile again, which helps only if the \
            server is there. Sign a new one before; a server warns in its log when less than a week is left.

            Examples:
              aura sign-bridges --from-runtime /etc/aura/server.toml
              aura sign-bridges --from-runtime /etc/aura/server.toml \\
                --host vpn.example.org --host 192.0.2.7
              aura sign-bridges --endpoints vpn.example.org:udp=8443:tcp=443 \\
                --endpoints '[2001:db8::7]:quic=443'

            \(OperatorText.exitCodes)
            """)

    @Option(
        help: ArgumentHelp(
            "A host and its ports, with any of the transports, an IPv6 address in brackets; may be repeated.",
            valueName: "host:tcp=n:quic=n:udp=n"))
    var endpoints: [String] = []

    @Option(
        help: ArgumentHelp(
            "A host and a port: the list for clients of version 3.3; may be repeated. (default: made of the endpoints)",
            valueName: "host:port"))
    var bridges: [String] = []

    @Option(
        help: ArgumentHelp("Take the ports that the server of this server.toml holds.", valueName: "server.toml"),
        completion: .file())
    var fromRuntime: String?

    @Option(
        help: ArgumentHelp(
            "With --from-runtime, a host by which that server is dialled; may be repeated. (default: its public_host)",
            valueName: "host"))
    var host: [String] = []

    @Option(help: ArgumentHelp("How many days the manifest is valid.", valueName: "days"))
    var validDays = BridgeSigning.Request.standardDays

    @Option(help: "The serial number. (default: one more than the last)")
    var serial: UInt64?

    @Option(
        help: ArgumentHelp(
            "The manifest's file, or - for standard output. (default: where server.toml says)", valueName: "file"),
        completion: .file())
    var output: String?

    @Option(
        help: ArgumentHelp(
            "The server's directory. (default: that of --from-runtime, else \(OperatorText.standardDirectory))",
            valueName: "dir"),
        completion: .directory)
    var dir: String?

    @Option(
        help: ArgumentHelp("The authority's directory. (default: where server.toml says)", valueName: "dir"),
        completion: .directory)
    var ca: String?

    @Flag(help: "Replace a file that is no manifest of this authority; take a --serial that is not higher.")
    var force = false

    func run() async throws {
        try await orExit {
            let request = try BridgeSigning.Request(
                directory: dir ?? (fromRuntime == nil ? OperatorText.standardDirectory : nil), authority: ca,
                endpoints: endpoints, bridges: bridges, runtime: fromRuntime, hosts: host, serial: serial,
                days: validDays, destination: destination, overwrite: force)
            let outcome = try BridgeSigning(request).run(now: .now)
            if outcome.path == nil {
                try OperatorText.say(String(decoding: outcome.signed.bytes, as: UTF8.self))
                try OperatorText.remark(summary(of: outcome))
            } else {
                try OperatorText.say(summary(of: outcome))
            }
            try OperatorText.warn(outcome.warnings)
        }
    }
}

extension SignBridgesCommand {
    private var destination: BridgeSigning.Destination {
        switch output {
        case nil: .configured
        case "-"?: .textOnly
        case let path?: .file(path)
        }
    }

    private func summary(of outcome: BridgeSigning.Outcome) -> String {
        let manifest = outcome.signed.manifest
        let serial = outcome.replaced.map { "\(manifest.serial), replaces \($0)" } ?? "\(manifest.serial)"
        let first =
            outcome.isFirst && self.serial == nil
            ? "   the first that is known of; if clients have seen another, give a higher --serial" : ""
        let lines =
            [
                "Signed a bridges manifest:", "  manifest     \(outcome.path ?? "standard output")",
                "  serial       \(serial)\(first)", "  valid until  \(OperatorText.time(manifest.expiresAt))",
            ] + manifest.ways.map { "  endpoint     \(OperatorText.endpoint($0))" }
            + (outcome.source.map { ["  ports        \(Self.words(for: $0))"] } ?? [])
        return (lines + ["", nextStep(outcome)]).joined(separator: "\n")
    }

    private static func words(for source: ServerPorts.Source) -> String {
        switch source {
        case .snapshot(let path, let boundAt):
            let age = Duration.seconds(Int64(Date.now.timeIntervalSince(boundAt)))
            return "what the server bound \(AgeText.words(for: age)), from \(path)"
        case .configuration(let path): return "as in \(path); no other ones are recorded beside it"
        }
    }

    private func nextStep(_ outcome: BridgeSigning.Outcome) -> String {
        if outcome.isWatched {
            return """
                A running server notices it within seconds and hands it to connected clients;
                profiles made from now on have it inside. A client that cannot connect needs
                a new profile, or this file where its profile looks for it (under [bridges]).

                """
        }
        let place = outcome.watchedPath.map { ", here \($0)" } ?? ""
        return """
            Put it where the server looks for it (bridges.file in its server.toml\(place)),
            or where profiles do (file or url under [bridges]).

            """
    }
}
