internal import Foundation

/// A running `aura server` or `aura client`.
public struct Node: Sendable {
    /// Where it runs.
    public let host: LabHost
    /// The background process.
    public let daemon: Daemon
    /// Its control socket.
    public let socket: String

    /// The command line of a node.
    /// - Parameter role: "server" or "client".
    public static func command(_ role: String, file: String, socket: String) throws -> [String] {
        [try BuiltProgram.aura(), role, "--config", file, "--socket", socket]
    }

    static func launch(
        _ role: String, file: String, on host: LabHost, arguments: [String], prefix: [String] = []
    ) async throws -> Node {
        let socket = controlSocket(of: host)
        let daemon = try await host.start(
            "aura \(role)", prefix + (try command(role, file: file, socket: socket)) + arguments)
        return Node(host: host, daemon: daemon, socket: socket)
    }

    /// Where the lab has the node of a host put its control socket.
    public static func controlSocket(of host: LabHost) -> String {
        "\(host.lab.directory)/\(host.role).sock"
    }

    /// Runs `aura status --json` and reads the answer.
    public func status() async throws -> NodeReading {
        try NodeReading(
            json: try await Command.check([try BuiltProgram.aura(), "status", "--json", "--socket", socket]))
    }

    /// Runs `aura status`, for people.
    public func statusText() async throws -> String {
        try await Command.check([try BuiltProgram.aura(), "status", "--socket", socket])
    }

    /// The outer address and port of the peer of its first session; empty without one.
    public var remoteAddress: String {
        get async throws { try await status().sessions.first?.remoteAddress ?? "" }
    }

    /// Waits until its control socket answers.
    public func waitUntilAnswering(within limit: Duration = .seconds(10)) async throws {
        try await eventually("\(daemon.name) answers on \(socket)", within: limit, detail: { daemon.log }) {
            try failIfEnded()
            return try await status().pid == daemon.pid
        }
    }

    /// Waits until it has an established session.
    @discardableResult
    public func waitUntilEstablished(within limit: Duration = .seconds(10)) async throws -> NodeReading {
        try await eventually("\(daemon.name) has a session", within: limit, detail: { daemon.log }) {
            try failIfEnded()
            let reading = try await status()
            return reading.sessions.contains { $0.state == "established" } ? reading : nil
        }.value
    }

    /// The tunnel interface's addresses as the kernel has them, IPv4 and then IPv6.
    public func innerAddresses() async throws -> (ipv4: String, ipv6: String) {
        let name = try await status().interface.name
        let text = try await host.check(["ip", "-j", "address", "show", "dev", name])
        let all = try JSONDecoder().decode([Listing].self, from: Data(text.utf8)).flatMap(\.addrInfo)
        guard let ipv4 = all.first(where: { $0.family == "inet" })?.local,
            let ipv6 = all.first(where: { $0.family == "inet6" && $0.scope == "global" })?.local
        else { throw LabError.unreadable("the addresses of \(name)", found: text) }
        return (ipv4, ipv6)
    }

    /// What is awaited of a node that has ended will not come.
    func failIfEnded() throws {
        if let status = daemon.status { throw LabError.notStarted(daemon.name, reason: "\(status)\n\(daemon.log)") }
    }

    private struct Listing: Decodable {
        let addrInfo: [Address]
        enum CodingKeys: String, CodingKey { case addrInfo = "addr_info" }
        struct Address: Decodable {
            let family: String
            let local: String
            let scope: String
        }
    }
}
