/// The usual network of a test: a server and some outside hosts, each on a wire of its own to one router.
public struct Internet: Sendable {
    /// Passes packets between all the wires.
    public let router: LabHost
    /// The wires, the server's first, then those of the outside hosts in the order asked for. The router is at the first
    /// end of each.
    public let wires: [Wire]
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
        var outside: [Wire] = []
        for role in roles { outside.append(try await attach(role, to: router, in: lab)) }
        return Internet(
            router: router, wires: [server] + outside, server: server.second, outside: outside.map(\.second))
    }

    /// The wire that an end belongs to.
    public func wire(of end: Wire.End) -> Wire? {
        wires.first { $0.second.interface == end.interface }
    }

    /// Makes the wires carry one datagram at a time, as real ones do. Between namespaces the kernel otherwise passes on
    /// whole bundles (GSO), whose length is not that of the datagrams in them.
    public func carrySingleDatagrams() async throws {
        for wire in wires {
            for end in [wire.first, wire.second] { try await end.forbidBundles() }
        }
    }

    private static func attach(_ role: String, to router: LabHost, in lab: Lab) async throws -> Wire {
        let host = try await lab.addHost(role)
        let wire = try await lab.connect(router, host)
        try await host.addRoute(to: "default", via: wire.first.ipv4)
        try await host.addRoute(to: "default", via: wire.first.ipv6)
        return wire
    }
}
