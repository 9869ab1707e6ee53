/// What a series of pings showed.
public struct PingResult: Sendable {
    /// How many were sent.
    public let sent: Int
    /// The round trips of those answered, in milliseconds, in order.
    public let milliseconds: [Double]

    /// How many were answered.
    public var received: Int { milliseconds.count }

    /// The middle round trip; `nil` without any answer.
    public var median: Double? {
        milliseconds.isEmpty ? nil : milliseconds.sorted()[milliseconds.count / 2]
    }
}

extension LabHost {
    /// Pings an address, IPv4 or IPv6.
    /// - Parameters:
    ///   - count: How many.
    ///   - interval: Seconds between two.
    ///   - source: The address to ping from, which must be this host's.
    ///   - size: Bytes of payload.
    ///   - wait: Seconds to wait for the last answer.
    public func ping(
        _ address: String, count: Int = 1, interval: Double = 0.2, from source: String? = nil, size: Int = 56,
        wait: Double = 1
    ) async throws -> PingResult {
        let result = try await run(
            ["ping", "-n", "-c", "\(count)", "-i", "\(interval)", "-W", "\(wait)", "-s", "\(size)"]
                + (source.map { ["-I", $0] } ?? []) + [address],
            within: .seconds(10) + .milliseconds(Int(Double(count) * (interval * 1000 + 50))))
        return PingResult(
            sent: count, milliseconds: result.output.split(separator: "\n").compactMap { Self.roundTrip(in: $0) })
    }

    /// Whether one ping is answered within a second.
    public func reaches(_ address: String, from source: String? = nil) async throws -> Bool {
        try await ping(address, from: source).received > 0
    }

    private static func roundTrip(in line: Substring) -> Double? {
        guard let mark = line.firstRange(of: "time=") else { return nil }
        return line[mark.upperBound...].split(separator: " ").first.flatMap { Double($0) }
    }
}
