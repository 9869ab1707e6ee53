import AuraLab

/// What all parts of the demo use: three hosts, a running server with a web server behind it, and a client's profile.
struct Stage: Sendable {
    let lab: Lab
    let internet: Internet
    let server: Node
    let deployment: Deployment
    let profile: ConfigurationText
    /// The state of the client's network before any client was started.
    let before: NetworkState
    /// The server's addresses in the tunnel.
    let addresses: (ipv4: String, ipv6: String)
    /// What is downloaded.
    let file: (path: String, sha256: String)
    let bytes: Int

    var clientHost: LabHost { internet.outside[0].host }

    static func raise(in lab: Lab, bytes: Int) async throws -> Stage {
        let internet = try await Progress.step("three network namespaces: server - router - client") {
            try await Internet.make(in: lab, outside: ["client"])
        }
        let before = try await NetworkState(of: internet.outside[0].host)
        let deployment = try await Progress.step("aura server-init") { try await Deployment.make(in: lab) }
        let server = try await Progress.step("aura server") {
            try await deployment.startServer(on: internet.server.host)
        }
        let profile = try await Progress.step("aura provision-client demo") {
            try await deployment.provision("demo", host: internet.server.ipv4)
        }
        let file = try await Progress.step("a file of \(bytes / 1_000_000) MB of random bytes") {
            try await lab.makeFile("payload", bytes: bytes)
        }
        _ = try await HTTPServer.start(on: internet.server.host, serving: lab.directory)
        return Stage(
            lab: lab, internet: internet, server: server, deployment: deployment, profile: profile, before: before,
            addresses: try await server.innerAddresses(), file: file, bytes: bytes)
    }

    /// Starts a client and waits for its session.
    func startClient(_ step: String, arguments: [String] = []) async throws -> Node {
        try await Progress.step(step) {
            try await deployment.startClient(profile, on: clientHost, arguments: arguments)
        }
    }
}
