/// A running tcpdump on one interface of a host, writing to a file.
public struct Capture: Sendable {
    /// Which packets, as seen from the host.
    public enum Direction: String, Sendable {
        /// Those that come in through the interface. On a TUN: what the VPN process wrote to it.
        case incoming = "in"
        /// Those that go out.
        case outgoing = "out"
        /// All.
        case both = "inout"
    }

    private let daemon: Daemon
    /// The file being written, in pcap format.
    public let path: String

    /// Starts to capture, and returns once it does.
    /// - Parameters:
    ///   - filter: In pcap's words; empty for everything.
    ///   - limit: Stop after this many packets.
    public static func start(
        on host: LabHost, interface: String, direction: Direction = .both, filter: String = "", limit: Int = 2_000_000
    ) async throws -> Capture {
        let path = host.lab.directory + "/\(host.namespace)-\(interface)-\(UInt32.random(in: .min ... .max)).pcap"
        let daemon = try await host.start(
            "tcpdump",
            ["tcpdump", "-n", "-U", "-Z", "root", "--immediate-mode", "-i", interface, "-Q", direction.rawValue]
                + ["-B", "65536", "-s", "2048", "-c", "\(limit)", "-w", path] + (filter.isEmpty ? [] : [filter]))
        try await daemon.waitForLog("listening on")
        return Capture(daemon: daemon, path: path)
    }

    /// Ends it and reads what it caught.
    /// - Throws: ``LabError`` also when the kernel had to drop packets, so that seeing none means there were none.
    public func stop() async throws -> Pcap {
        // What was sent just before may still be on its way to tcpdump.
        try await Task.sleep(for: .milliseconds(100))
        try await daemon.stop(.interrupt)
        guard daemon.log.contains("\n0 packets dropped by kernel") else {
            throw LabError.unreadable("the capture, for it is not complete", found: daemon.log)
        }
        return try Pcap(contentsOf: path)
    }
}
