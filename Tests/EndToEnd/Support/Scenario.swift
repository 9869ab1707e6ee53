import AuraLab

/// A server and its connected clients in a lab, each behind one router.
struct Scenario: Sendable {
    let lab: Lab
    let internet: Internet
    let deployment: Deployment
    let server: Node
    /// In the order of the names asked for; `internet.outside` has their wires.
    let clients: [Client]

    struct Client: Sendable {
        let name: String
        let profile: ConfigurationText
        let wire: Wire.End
        let node: Node
        var host: LabHost { wire.host }
    }

    /// - Parameters:
    ///   - names: The clients to provision, start and wait for.
    ///   - strangers: Further outside hosts, which run nothing; after the clients in `internet.outside`.
    ///   - family: What the clients dial.
    ///   - order: The transports that the clients dial, in this order; what the profile says if not given.
    ///   - configure: Changes server.toml before the server starts.
    ///   - change: Changes each profile before its client starts.
    ///   - body: The test.
    static func run(
        clients names: [String] = ["alice"], strangers: [String] = [], family: Family = .ipv4,
        order: [Transport]? = nil, configure: (ConfigurationText) throws -> Void = { _ in },
        profile change: (ConfigurationText) throws -> Void = { _ in },
        _ body: (Scenario) async throws -> Void
    ) async throws {
        try await withLab { lab in
            let internet = try await Internet.make(in: lab, outside: names + strangers)
            let deployment = try await Deployment.make(in: lab)
            try configure(deployment.configuration)
            let server = try await deployment.startServer(on: internet.server.host)
            var clients: [Client] = []
            for (name, wire) in zip(names, internet.outside) {
                let profile = try await deployment.provision(name, host: family.address(of: internet.server))
                if let order { try profile.setOrder(order) }
                try change(profile)
                let node = try await deployment.startClient(profile, on: wire.host)
                clients.append(Client(name: name, profile: profile, wire: wire, node: node))
            }
            try await body(
                Scenario(lab: lab, internet: internet, deployment: deployment, server: server, clients: clients))
        }
    }

    /// The first client.
    var alice: Client { clients[0] }

    /// The second client.
    var bob: Client { clients[1] }
}
