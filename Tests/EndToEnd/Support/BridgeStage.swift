import AuraLab
import Testing

/// What the tests of bridges have in common: a server's files and a network in which nothing runs yet, and a file to
/// download through the tunnel.
struct BridgeStage: Sendable {
    let lab: Lab
    let internet: Internet
    let deployment: Deployment
    let file: (path: String, sha256: String)

    /// The ports that the server asks for at first.
    static let wanted: [Transport: UInt16] = [.udp: 8443, .tcp: 8443, .quic: 8444]
    /// Other ones, for a server that moves.
    static let moved: [Transport: UInt16] = [.udp: 9443, .tcp: 9444, .quic: 9445]

    var server: Wire.End { internet.server }
    var alice: Wire.End { internet.outside[0] }

    /// - Parameter others: Outside hosts besides alice.
    static func run(others: [String] = [], _ body: (BridgeStage) async throws -> Void) async throws {
        try await withLab { lab in
            let stage = BridgeStage(
                lab: lab, internet: try await Internet.make(in: lab, outside: ["alice"] + others),
                deployment: try await Deployment.make(in: lab),
                file: try await lab.makeFile("payload", bytes: 2_000_000))
            _ = try await HTTPServer.start(on: stage.server.host, serving: lab.directory)
            try await body(stage)
        }
    }

    func startServer(prefix: [String] = []) async throws -> Node {
        try await deployment.startServer(on: server.host, prefix: prefix)
    }

    /// A profile that names the server's first address and, with `watching`, a file in which manifests are looked for.
    func provision(_ name: String = "alice", host: String? = nil, watching path: String? = nil) async throws
        -> ConfigurationText
    {
        let profile = try await deployment.provision(name, host: host ?? server.ipv4)
        if let path { try profile.set("file", in: "bridges", to: "\"\(path)\"") }
        return profile
    }

    /// Starts a client; see ``Deployment/startClient(_:on:connected:arguments:)``.
    func startClient(
        _ profile: ConfigurationText, connected: Bool = true, arguments: [String] = []
    ) async throws -> Node {
        try await deployment.startClient(profile, on: alice.host, connected: connected, arguments: arguments)
    }

    /// The file comes whole through the tunnel.
    func expectDownload(from node: Node, sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let transfer = try await alice.host.download("payload", from: node.innerAddresses().ipv4)
        #expect(transfer.sha256 == file.sha256, "the file came damaged", sourceLocation: sourceLocation)
    }
}

extension Node {
    /// Waits until a client that could not connect at first has a session and its routes.
    func waitUntilConnected(within limit: Duration = .seconds(30)) async throws {
        try await waitUntilEstablished(within: limit)
        try await daemon.waitForLog("Routes are set")
    }

    /// Waits until a client without a session says in its log and in its status that a bridges manifest would help.
    @discardableResult
    func waitForAdvice(within limit: Duration = .seconds(30)) async throws -> NodeReading {
        try await eventually("\(daemon.name) says what to do", within: limit, detail: { await evidence }) {
            let reading = try await status()
            let isTold = reading.bridges?.detail?.contains("bridges") == true
            return isTold && daemon.log.contains("bridges.file") ? reading : nil
        }.value
    }
}
