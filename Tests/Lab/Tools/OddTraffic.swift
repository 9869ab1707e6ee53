internal import Foundation

/// Traffic that few applications make, between two hosts: datagrams of no bytes and of fragments, segments cut by the
/// kernel, options and extension headers, missing checksums, urgent bytes, marks of congestion.
public struct OddTraffic: Sendable {
    /// What one check came to.
    public struct Finding: Decodable, Sendable, CustomStringConvertible {
        /// The check's name.
        public let check: String
        /// What was wrong; `nil` when nothing was.
        public let problem: String?

        /// For messages.
        public var description: String { "\(check): \(problem ?? "good")" }
    }

    /// How many checks there are for IPv4; one less for IPv6, which always has checksums.
    public static let checks = 15

    private let daemon: Daemon

    /// Starts the far end, and returns once it listens.
    /// - Parameter damaging: Change a bit of all that is sent back, so that there is something to find.
    public static func start(on host: LabHost, damaging: Bool = false) async throws -> OddTraffic {
        let script = String(decoding: PackageResources.odd_echo_py, as: UTF8.self)
        let daemon = try await host.start(
            "odd echo", ["/usr/bin/python3", "-c", script] + (damaging ? ["damage"] : []))
        try await daemon.waitForLog("listening")
        return OddTraffic(daemon: daemon)
    }

    /// Ends the far end.
    public func stop() async throws { try await daemon.stop(.kill) }

    /// Makes all the traffic from a host, and tells what came of it.
    /// - Parameters:
    ///   - address: The far end's, of either family.
    ///   - mtu: Bytes of the largest packet on the way.
    public static func check(from host: LabHost, to address: String, mtu: Int) async throws -> [Finding] {
        let script = String(decoding: PackageResources.odd_traffic_py, as: UTF8.self)
        let text = try await host.check(
            ["/usr/bin/python3", "-c", script, address, "\(mtu)"], within: .seconds(180))
        return try text.split(separator: "\n").map { try JSONDecoder().decode(Finding.self, from: Data($0.utf8)) }
    }
}
