internal import ArgumentParser
internal import AuraConfig
internal import AuraNode
internal import AuraWire
internal import Foundation

/// `aura server-init`: makes a server's files.
struct ServerInitCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "server-init",
        abstract: "Make a certificate authority, a server certificate and a commented server.toml.",
        discussion: """
            Files that are there are never overwritten without --force. With --force the server's certificate and key, \
            the outer key and server.toml are made anew, so clients need new profiles. The authority is not: when its \
            ca.pem and ca.key are there they are checked and used, and half an authority is an error. To use an \
            authority from elsewhere, name its directory with --ca. A TLS certificate with its key and a QUIC secret that \
            are there are kept, too, even with --force: tls.pem, tls.key, quic.secret.

            The TLS certificate is what strangers see of the tcp and quic transports, with the site that --decoy-site or \
            --decoy-upstream names. Without --tls-certificate one is made that signs itself, and profiles pin it. A \
            certificate of a public authority looks more like a website; then dial the name that it is for.

            After a failure, run the command again with --force.

            Examples:
              aura server-init --host vpn.example.org
              aura server-init --host www.example.org --decoy-upstream http://127.0.0.1:8080 \\
                --tls-certificate /etc/letsencrypt/live/www.example.org/fullchain.pem \\
                --tls-key /etc/letsencrypt/live/www.example.org/privkey.pem
              aura server-init --host 203.0.113.7 --dir ./lab --udp-port 443 --pool 10.9.0.0/24

            \(OperatorText.exitCodes)
            """)

    @Option(help: "The DNS name or IP address that clients dial; the server's certificate carries it.")
    var host: String

    @Option(help: ArgumentHelp("The server's directory.", valueName: "dir"), completion: .directory)
    var dir = OperatorText.standardDirectory

    @Option(
        help: ArgumentHelp(
            "The authority's directory; one that is there is used. (default: ca in --dir)", valueName: "dir"),
        completion: .directory)
    var ca: String?

    @Option(help: "The port of the udp transport.")
    var udpPort = TransportKind.udp.standardPort

    @Option(help: "The port of the tcp transport.")
    var tcpPort = TransportKind.tcp.standardPort

    @Option(help: "The port of the quic transport.")
    var quicPort = TransportKind.quic.standardPort

    @Option(
        help: ArgumentHelp("A TLS certificate of your own, with its chain (PEM).", valueName: "file"),
        completion: .file())
    var tlsCertificate: String?

    @Option(help: ArgumentHelp("Its key (PEM).", valueName: "file"), completion: .file())
    var tlsKey: String?

    @Option(
        help: ArgumentHelp(
            "The host that the TLS certificate is made for. (default: --host if it is a name, else one that says nothing)",
            valueName: "name"))
    var tlsName: String?

    @Option(
        help: ArgumentHelp("The site that strangers see. (default: one that comes with Aura)", valueName: "dir"),
        completion: .directory)
    var decoySite: String?

    @Option(help: ArgumentHelp("The web server that answers strangers, instead.", valueName: "url"))
    var decoyUpstream: String?

    @Option(help: ArgumentHelp("The block of IPv4 addresses for clients.", valueName: "cidr"))
    var pool = ServerTunnel.standardPool.description

    @Option(
        help: ArgumentHelp(
            "The block of IPv6 addresses for clients. (default: a random fdxx:.../64)", valueName: "cidr"))
    var pool6: String?

    @Option(help: "How many days the server's certificate is valid.")
    var days = ServerInitialization.Request.standardDays

    @Flag(help: "Renew the server's files that are there; the authority is kept.")
    var force = false

    func run() async throws {
        try await orExit {
            let request = try ServerInitialization.Request(
                host: host, directory: dir, authority: ca,
                ports: TransportPorts(udp: udpPort, tcp: tcpPort, quic: quicPort), pool: pool, pool6: pool6,
                days: days,
                website: WebsiteOptions(
                    tlsCertificate: tlsCertificate, tlsKey: tlsKey, tlsName: tlsName, decoySite: decoySite,
                    decoyUpstream: decoyUpstream), overwrite: force,
                currentDirectory: FileManager.default.currentDirectoryPath)
            var generator = SystemRandomNumberGenerator()
            let outcome = try ServerInitialization(request).run(now: .now, using: &generator)
            try OperatorText.say(summary(of: outcome))
        }
    }

    private func summary(of outcome: ServerInitialization.Outcome) -> String {
        let configuration = outcome.configuration
        let authority = outcome.isAuthorityKept ? "authority, kept    " : "authority          "
        let tls = OperatorText.tls(outcome.tls) + (outcome.isTLSMade ? "" : ", used as it is")
        var text = """
            Made the server \(configuration.publicHost):
              \(authority) \(outcome.authorityCertificatePath)   valid until \(OperatorText.time(outcome.authorityNotAfter))
              authority's key     \(outcome.authorityKeyPath)   secret; only provision-client needs it
              server certificate  \(outcome.certificatePath)   valid until \(OperatorText.time(outcome.notAfter))
              server key          \(outcome.keyPath)   secret
              TLS certificate     \(outcome.tlsCertificatePath)   \(tls)
              TLS key             \(outcome.tlsKeyPath)   secret
              configuration       \(outcome.configurationPath)   secret: it holds the outer key
            It will listen on \(OperatorText.ports { configuration.transports[$0].port }).
            Strangers see \(Self.words(configuration.decoy)).
            Clients get addresses from \(configuration.tunnel.pool) and \(configuration.tunnel.pool6).

            """
        if outcome.isRenewal {
            text +=
                "The outer key is new: profiles made before no longer work, and a running server must be restarted.\n"
        }
        return text + nextSteps(outcome)
    }

    private static func words(_ decoy: ServerDecoy) -> String {
        switch decoy {
        case .builtIn: "the site that comes with Aura; a site of your own (--decoy-site) is even less like others"
        case .site(let path): "the site in \(path)"
        case .upstream(let upstream): "what \(upstream) answers"
        }
    }

    private func nextSteps(_ outcome: ServerInitialization.Outcome) -> String {
        let file = OperatorText.shellWord(outcome.configurationPath)
        let place = dir == OperatorText.standardDirectory ? "" : " --dir \(OperatorText.shellWord(dir))"
        return """

            Next:
              aura check-config \(file)
              aura provision-client alice\(place)
              aura server --config \(file)

            """
    }
}
