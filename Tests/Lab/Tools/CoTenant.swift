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
    ///   - certificate: What makes a web server speak TLS.
    public static func start(
        on host: LabHost, _ manner: Manner, port: UInt16, address: String = "::", shared: Bool = false,
        certificate: WebCertificate? = nil
    ) async throws -> CoTenant {
        let script = String(decoding: PackageResources.co_tenant_py, as: UTF8.self)
        let options = (shared ? ["shared"] : []) + (certificate.map { [$0.path] } ?? [])
        let daemon = try await host.start(
            "\(manner) co-tenant of port \(port)",
            ["/usr/bin/python3", "-c", script, address, "\(port)", manner.rawValue] + options)
        try await daemon.waitForLog("listening")
        return CoTenant(daemon: daemon)
    }

    /// How many datagrams or connections have come.
    public var heard: Int { daemon.log.split(separator: "\n").count { $0.hasPrefix("heard ") } }

    /// How many of those brought anything: of a web server that speaks TLS, inside it.
    public var heardMore: Int {
        daemon.log.split(separator: "\n").count { $0.hasPrefix("heard ") && !$0.hasPrefix("heard 0 ") }
    }

    /// Ends it at once, and returns when the port is free.
    public func leave() async throws { try await daemon.stop(.kill) }
}

extension LabHost {
    /// Has other programs hold all the ports that the lab's server asks for: 8443/udp, which sends datagrams back,
    /// 8443/tcp, which is a web server, and 8444/udp, which says nothing.
    /// - Parameter certificate: What makes the web server speak TLS.
    public func fillPorts(certificate: WebCertificate? = nil) async throws -> [Transport: CoTenant] {
        [
            .udp: try await CoTenant.start(on: self, .echo, port: Transport.udp.port),
            .tcp: try await CoTenant.start(on: self, .web, port: Transport.tcp.port, certificate: certificate),
            .quic: try await CoTenant.start(on: self, .silent, port: Transport.quic.port),
        ]
    }
}
