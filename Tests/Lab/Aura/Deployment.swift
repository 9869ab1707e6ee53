/// An Aura server's files, as an operator makes them: CA, keys, server.toml and the clients' profiles.
public struct Deployment: Sendable {
    /// The name in the server's certificate.
    public static let publicHost = "vpn.example.org"
    /// The port of the udp transport.
    public static let udpPort: UInt16 = 8443

    /// Where the server's files are.
    public let directory: String
    /// Where the CA's files are.
    public let authority: String
    /// server.toml.
    public let configuration: ConfigurationText
    /// The server's certificate, PEM.
    public var serverCertificate: ConfigurationText { ConfigurationText(path: "\(directory)/server.pem") }
    /// The server's private key, PEM.
    public var serverKey: ConfigurationText { ConfigurationText(path: "\(directory)/server.key") }
    /// The CA's private key, PEM.
    public var authorityKey: ConfigurationText { ConfigurationText(path: "\(authority)/ca.key") }
    private let aura: String
    private let lab: Lab

    /// Runs `aura server-init`.
    /// - Parameter name: A directory name, to have more than one in a lab.
    public static func make(in lab: Lab, name: String = "etc") async throws -> Deployment {
        let deployment = Deployment(
            directory: "\(lab.directory)/\(name)", authority: "\(lab.directory)/\(name)-ca",
            configuration: ConfigurationText(path: "\(lab.directory)/\(name)/server.toml"),
            aura: try BuiltProgram.aura(), lab: lab)
        try await Command.check(
            [deployment.aura, "server-init", "--host", publicHost, "--dir", deployment.directory]
                + ["--ca", deployment.authority, "--udp-port", "\(udpPort)"])
        try OffloadMode.ofTests.apply(to: deployment.configuration)
        return deployment
    }

    /// Runs `aura provision-client`.
    /// - Parameters:
    ///   - name: The client's name.
    ///   - host: Where the client finds the server: an address of the lab.
    ///   - vpn: CIDRs that go through the tunnel besides its own.
    ///   - file: The profile's file name; the client's name if not given.
    public func provision(
        _ name: String, host: String, vpn: [String] = [], file: String? = nil
    ) async throws -> ConfigurationText {
        let path = "\(lab.directory)/\(file ?? name).toml"
        let routes = vpn.isEmpty ? [] : ["--vpn-cidrs", vpn.joined(separator: ",")]
        try await Command.check(
            [aura, "provision-client", name, "--dir", directory, "--ca", authority, "--host", host]
                + routes + ["--output", path])
        let profile = ConfigurationText(path: path)
        try OffloadMode.ofTests.apply(to: profile)
        return profile
    }

    /// Starts the server; returns once its socket answers.
    public func startServer(
        on host: LabHost, arguments: [String] = [], prefix: [String] = []
    ) async throws -> Node {
        let node = try await launchServer(on: host, arguments: arguments, prefix: prefix)
        try await node.waitUntilAnswering()
        return node
    }

    /// Starts a client; returns once its session is established and its routes are set, or at once with `connected` false.
    public func startClient(
        _ profile: ConfigurationText, on host: LabHost, connected: Bool = true, arguments: [String] = []
    ) async throws -> Node {
        let node = try await Node.launch("client", file: profile.path, on: host, arguments: arguments)
        if connected {
            try await node.waitUntilEstablished()
            // A moment later: a busy machine takes its time for the commands.
            try await node.daemon.waitForLog("Routes are set")
        }
        return node
    }

    /// Starts the server without waiting for anything.
    /// - Parameter prefix: The beginning of a command line, of a program that becomes the server.
    public func launchServer(
        on host: LabHost, arguments: [String] = [], prefix: [String] = []
    ) async throws -> Node {
        try await Node.launch("server", file: configuration.path, on: host, arguments: arguments, prefix: prefix)
    }
}
