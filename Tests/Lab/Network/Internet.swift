/// The usual network of a test: a server and some outside hosts, each on a wire of its own to one router.
public struct Internet: Sendable {
    /// Passes packets between all the wires.
    public let router: LabHost
    /// Where the server runs.
    public let server: Wire.End
    /// Everybody else, in the order asked for.
    public let outside: [Wire.End]

    /// Lays it out.
    /// - Parameter roles: The names of the outside hosts.
    public static func make(in lab: Lab, outside roles: [String]) async throws -> Internet {
        let router = try await lab.addHost("router")
        try await router.enableForwarding()
        let server = try await attach("server", to: router, in: lab)
        var outside: [Wire.End] = []
        for role in roles { outside.append(try await attach(role, to: router, in: lab)) }
        return Internet(router: router, server: server, outside: outside)
    }

    private static func attach(_ role: String, to router: LabHost, in lab: Lab) async throws -> Wire.End {
        let host = try await lab.addHost(role)
        let wire = try await lab.connect(router, host)
        try await host.addRoute(to: "default", via: wire.first.ipv4)
        try await host.addRoute(to: "default", via: wire.first.ipv6)
        return wire.second
    }
}
