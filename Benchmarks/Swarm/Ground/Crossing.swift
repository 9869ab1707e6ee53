import AuraLab
import AuraWire

/// The wire between the clients and the server, with an address of its own at both ends for each of many subnets: to the
/// server, clients then come from many places, as they do in life, and no limit on one address is met.
struct Crossing {
    /// Subnets, each a /24 with the server at .1 and the clients at .2.
    static let subnets = 100

    /// The address of the server that client `number` dials.
    static func server(for number: Int) -> IPAddress {
        .v4(IPv4Address(bits: 0x0a62_0001 | UInt32(truncatingIfNeeded: number % subnets) << 8))
    }

    /// Lays the wire from this process's network to the server's.
    static func lay(to server: LabHost) async throws {
        try await Command.check(
            ["ip", "link", "add", "swarm0", "type", "veth", "peer", "name", "swarm0", "netns", server.namespace])
        try await Command.check(["ip", "-batch", "-"], input: addresses(ending: 2))
        try await server.check(["ip", "-batch", "-"], input: addresses(ending: 1))
        try await eventually("the wire carries packets") {
            try await server.run(["ping", "-c", "1", "-W", "0.2", "10.98.0.2"]).status.isSuccess
        }
    }

    private static func addresses(ending last: Int) -> String {
        let lines = (0..<subnets).map { "address add 10.98.\($0).\(last)/24 dev swarm0" }
        return (lines + ["link set swarm0 up", ""]).joined(separator: "\n")
    }
}
