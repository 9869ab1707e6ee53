/// A host of the lab: a network namespace.
public struct LabHost: Sendable {
    /// What it is in the test ("server", "alice").
    public let role: String
    /// The namespace's name.
    public let namespace: String
    /// The lab that it is part of.
    public let lab: Lab

    /// Runs a program on this host and waits for it, whatever its exit status.
    public func run(
        _ arguments: [String], input: String = "", environment: [String: String] = [:],
        within limit: Duration = .seconds(30)
    ) async throws -> CommandResult {
        try await Command.run(here(arguments), input: input, environment: environment, within: limit)
    }

    /// Runs a program on this host that must exit with 0.
    /// - Returns: Its standard output.
    @discardableResult
    public func check(
        _ arguments: [String], input: String = "", within limit: Duration = .seconds(30)
    ) async throws -> String {
        try await Command.check(here(arguments), input: input, within: limit)
    }

    /// Starts a program on this host in the background; the lab stops it in the end.
    public func start(
        _ name: String, _ arguments: [String], environment: [String: String] = [:]
    ) async throws -> Daemon {
        let daemon = try await Daemon.start("\(name) on \(role)", here(arguments), environment: environment)
        await lab.adopt(daemon)
        return daemon
    }

    /// Sets a kernel parameter of this host.
    public func setKernelParameter(_ key: String, to value: Int) async throws {
        try await check(["sysctl", "-q", "-w", "\(key)=\(value)"])
    }

    /// Makes this host pass packets on between its wires.
    public func enableForwarding() async throws {
        try await setKernelParameter("net.ipv4.ip_forward", to: 1)
        try await setKernelParameter("net.ipv6.conf.all.forwarding", to: 1)
    }

    /// Adds a route; `destination` is a CIDR or "default", `gateway` an address on one of its wires.
    public func addRoute(to destination: String, via gateway: String) async throws {
        let family = gateway.contains(":") ? "-6" : "-4"
        try await check(["ip", family, "route", "add", destination, "via", gateway])
    }

    func prepare() async throws {
        // Replies may come in by another way than packets for their source would go out: roaming needs it.
        for scope in ["all", "default"] { try await setKernelParameter("net.ipv4.conf.\(scope).rp_filter", to: 0) }
        for scope in ["all", "default"] { try await setKernelParameter("net.ipv6.conf.\(scope).accept_dad", to: 0) }
        try await check(["ip", "link", "set", "lo", "up"])
    }

    /// `ip netns exec` becomes the program, so the process id of the two is the same.
    private func here(_ arguments: [String]) -> [String] {
        ["ip", "netns", "exec", namespace] + arguments
    }
}
