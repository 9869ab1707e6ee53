/// Another program that holds a port of a host and knows nothing of Aura. It leaves with the lab at the latest.
public struct CoTenant: Sendable {
    /// What it does with what comes.
    public enum Manner: String, Sendable {
        /// Takes UDP datagrams and answers none.
        case silent
        /// Sends each UDP datagram back.
        case echo
        /// Answers TCP connections as a plain web server does.
        case web
    }

    private let daemon: Daemon

    /// Starts it, and returns once it holds the port.
    /// - Parameters:
    ///   - address: Where; "::" is every address of both families.
    ///   - shared: Let others have the port as well who want to share it too (SO_REUSEPORT).
    public static func start(
        on host: LabHost, _ manner: Manner, port: UInt16, address: String = "::", shared: Bool = false
    ) async throws -> CoTenant {
        let script = String(decoding: PackageResources.co_tenant_py, as: UTF8.self)
        let daemon = try await host.start(
            "\(manner) co-tenant of port \(port)",
            ["/usr/bin/python3", "-c", script, address, "\(port)", manner.rawValue] + (shared ? ["shared"] : []))
        try await daemon.waitForLog("listening")
        return CoTenant(daemon: daemon)
    }

    /// How many datagrams or connections have come.
    public var heard: Int { daemon.log.split(separator: "\n").count { $0.hasPrefix("heard ") } }

    /// Ends it at once, and returns when the port is free.
    public func leave() async throws { try await daemon.stop(.kill) }
}

extension LabHost {
    /// Has other programs hold all the ports that the lab's server asks for: 8443/udp, which sends datagrams back,
    /// 8443/tcp, which is a web server, and 8444/udp, which says nothing.
    public func fillPorts(shared: Bool = false) async throws -> [Transport: CoTenant] {
        let manners: [Transport: CoTenant.Manner] = [.udp: .echo, .tcp: .web, .quic: .silent]
        var tenants: [Transport: CoTenant] = [:]
        for (transport, manner) in manners {
            tenants[transport] = try await CoTenant.start(on: self, manner, port: transport.port, shared: shared)
        }
        return tenants
    }
}
