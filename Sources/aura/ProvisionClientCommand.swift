internal import ArgumentParser
internal import AuraBridges
internal import AuraConfig
internal import AuraNode
internal import AuraPKI
internal import AuraWire
internal import Foundation

/// `aura provision-client`: makes a client's profile.
struct ProvisionClientCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "provision-client",
        abstract: "Issue a client's certificate and write its profile: one file with everything inside.",
        discussion: """
            Runs where the authority's key is. Host, ports and outer key come from server.toml in --dir. The certificate \
            is recorded in issued.txt beside the authority before the profile is written, so it can be revoked.

            Split tunnel: the longest matching block decides, and --default what no block matches. The tunnel's own \
            subnet always goes through the tunnel.

            The profile pins the server's TLS certificate if that signs itself. One of a public authority is not pinned, \
            since it is renewed; --pin-tls and --no-pin-tls say otherwise. The session inside is authenticated either way.

            If the server has a bridges manifest (aura sign-bridges), the profile gets it, and the client dials what it \
            names before the host and ports above. Connected clients get newer ones from the server; --bridges-url names \
            a place for those that cannot connect.

            Examples:
              aura provision-client alice
              aura provision-client bob --vpn-cidrs 10.0.0.0/8,fd00::/8 --direct-cidrs 10.1.0.0/16
              aura provision-client carol --default vpn --output - | ssh carol@laptop 'umask 077; cat > carol.toml'

            \(OperatorText.exitCodes)
            """)

    @Argument(help: "The client's name: letters, digits, \".\", \"_\" and \"-\", at most 64.")
    var name: String

    @Option(help: ArgumentHelp("The server's directory.", valueName: "dir"), completion: .directory)
    var dir = OperatorText.standardDirectory

    @Option(
        help: ArgumentHelp("The authority's directory. (default: where server.toml says)", valueName: "dir"),
        completion: .directory)
    var ca: String?

    @Option(help: ArgumentHelp("Blocks that go through the tunnel, with commas between.", valueName: "cidrs"))
    var vpnCidrs: [String] = []

    @Option(help: ArgumentHelp("Blocks that go past the tunnel, with commas between.", valueName: "cidrs"))
    var directCidrs: [String] = []

    @Option(name: .customLong("default"), help: "Where traffic goes that no block matches.")
    var defaultAction = SplitAction.direct

    @Option(help: "The DNS name or IP address to dial. (default: as in server.toml)")
    var host: String?

    @Option(help: "The port of the udp transport. (default: as in server.toml)")
    var udpPort: UInt16?

    @Option(help: "The port of the tcp transport. (default: as in server.toml)")
    var tcpPort: UInt16?

    @Option(help: "The port of the quic transport. (default: as in server.toml)")
    var quicPort: UInt16?

    @Flag(
        inversion: .prefixedNo,
        help: "Accept only the TLS certificate that the server has now. (default: if it signs itself)")
    var pinTls: Bool?

    @Option(
        help: ArgumentHelp(
            "An https address where the client looks for newer bridges manifests. (default: none)", valueName: "url"))
    var bridgesUrl: String?

    @Option(help: "How many days the certificate is valid.")
    var days = ClientProvisioning.Request.standardDays

    @Option(
        help: ArgumentHelp("The profile's file, or - for standard output. (default: NAME.toml)", valueName: "file"),
        completion: .file())
    var output: String?

    @Flag(help: "Replace a file that is there.")
    var force = false

    func run() async throws {
        try await orExit {
            let request = try ClientProvisioning.Request(
                name: name, directory: dir, authority: ca, vpn: vpnCidrs, direct: directCidrs,
                defaultAction: defaultAction, host: host,
                ports: TransportPorts(udp: udpPort, tcp: tcpPort, quic: quicPort), pinTLS: pinTls,
                bridgesURL: bridgesUrl, days: days,
                output: output == "-" ? nil : output ?? "\(name).toml", overwrite: force)
            let outcome = try ClientProvisioning(request).run(now: .now)
            if outcome.path == nil {
                try OperatorText.say(outcome.text.text)
                try OperatorText.remark(summary(of: outcome))
            } else {
                try OperatorText.say(summary(of: outcome))
            }
            try OperatorText.warn(outcome.warnings)
        }
    }
}

extension ProvisionClientCommand {
    private func summary(of outcome: ClientProvisioning.Outcome) -> String {
        let profile = outcome.profile
        let place = outcome.path.map { "\($0)   secret: it holds the client's key" } ?? "standard output"
        return """
            Made the profile of \(profile.name):
              profile      \(place)
              certificate  serial \(outcome.serial), valid until \(OperatorText.time(outcome.notAfter))
              server       \(profile.server.host): \(OperatorText.ports { profile.server[$0] })
              TLS          \(tls(profile))
              routes       \(routes(profile.tunnel))
              bridges      \(bridges(outcome))
            \(remark(on: outcome.earlier))\(nextStep(outcome.path))
            """
    }

    private func tls(_ profile: ClientProfile) -> String {
        let certificates = profile.tlsPins.isEmpty ? "any certificate" : "the server's present certificate only"
        return "\(profile.tlsName), \(certificates)"
    }

    private func bridges(_ outcome: ClientProvisioning.Outcome) -> String {
        guard let manifest = outcome.manifest else { return "no manifest; the client dials the server above" }
        let count = manifest.ways.count
        return """
            manifest with serial \(manifest.serial), \(count == 1 ? "1 bridge" : "\(count) bridges"), valid until \
            \(OperatorText.time(manifest.expiresAt)); dialled before the server above
            """
    }

    private func routes(_ tunnel: ProfileTunnel) -> String {
        let (vpn, direct) = (tunnel.split.vpn, tunnel.split.direct)
        var parts: [String] = []
        if !vpn.isEmpty { parts.append("through the tunnel: \(OperatorText.blocks(vpn))") }
        if !direct.isEmpty { parts.append("past it: \(OperatorText.blocks(direct))") }
        let rest = tunnel.defaultAction == .vpn ? "through the tunnel" : "past it, except the tunnel's own subnet"
        return (parts + ["everything else: \(rest)"]).joined(separator: "; ")
    }

    private func remark(on earlier: [IssuedCertificate]) -> String {
        if earlier.isEmpty { return "" }
        let serials = earlier.map { "  \($0.serial)\n" }.joined()
        return "Still valid from before, each revoked by \"aura revoke-client SERIAL\":\n\(serials)"
    }

    private func nextStep(_ path: String?) -> String {
        guard let path else { return "" }
        let file = path.split(separator: "/").last.map(String.init) ?? path
        return """

            Next, copy it to the client in a way that nobody can read along, and there:
              aura client --config \(OperatorText.shellWord(file))

            """
    }
}
