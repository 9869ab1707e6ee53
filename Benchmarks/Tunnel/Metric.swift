import AuraLab

/// What is measured, each as one number.
enum Metric: String, CaseIterable, Codable, Sendable {
    case tcpDown = "tcp_down_mbit_s"
    case tcpUp = "tcp_up_mbit_s"
    case smallPackets = "udp_64_byte_packets_s"
    case roundTrip = "idle_round_trip_ms"

    /// For people.
    var title: String {
        switch self {
        case .tcpDown: "one TCP stream, server to client (Mbit/s)"
        case .tcpUp: "one TCP stream, client to server (Mbit/s)"
        case .smallPackets: "UDP with 64 bytes of payload, received (packets/s)"
        case .roundTrip: "idle round trip, median (ms)"
        }
    }

    /// Digits after the point in the table.
    var digits: Int { self == .roundTrip ? 3 : 0 }

    /// Measures it once on a path.
    func measure(_ path: Path, seconds: Int) async throws -> Double {
        switch self {
        case .tcpDown: try await Iperf.throughput(path, seconds: seconds, isDownload: true)
        case .tcpUp: try await Iperf.throughput(path, seconds: seconds, isDownload: false)
        case .smallPackets: try await Iperf.smallPackets(path, seconds: seconds)
        case .roundTrip: try await Self.idleRoundTrip(path, seconds: seconds)
        }
    }

    private static func idleRoundTrip(_ path: Path, seconds: Int) async throws -> Double {
        let interval = 0.02
        let result = try await path.client.ping(
            path.serverAddress, count: max(10, Int(Double(seconds) / interval)), interval: interval)
        guard let median = result.median else {
            throw LabError.unreadable("ping's answers", found: "none of \(result.sent)")
        }
        return median
    }
}
