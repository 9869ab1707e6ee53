/// Sends forged datagrams from a host, with the `aura-flood` program that is built beside the tests.
public struct Flood: Sendable {
    private let host: LabHost
    private let base: [String]

    /// - Parameters:
    ///   - host: Who sends.
    ///   - address: The server's address.
    ///   - port: The server's port.
    ///   - source: The address and port to pretend to be; the address must be one of the host's.
    public init(from host: LabHost, to address: String, port: UInt16, source: (address: String, port: UInt16)? = nil) {
        self.host = host
        let spoof = source.map { ["--from", $0.address, "--source-port", "\($0.port)"] } ?? []
        base = ["--to", address, "--port", "\(port)"] + spoof
    }

    /// Sends datagrams of random length and content.
    public func sendRandom(_ count: Int, rate: Int = 100_000, seed: UInt64 = 1) async throws {
        try await send(["random"] + base, count, rate, seed)
    }

    /// Sends datagrams that begin like those of QUIC.
    public func sendQUIC(_ count: Int, rate: Int = 100_000, seed: UInt64 = 1) async throws {
        try await send(["quic"] + base, count, rate, seed)
    }

    /// Sends datagrams of a capture file again, each with `flips` random bits flipped.
    public func sendRecorded(
        _ capture: String, flips: Int, count: Int, rate: Int = 50_000, seed: UInt64 = 1
    ) async throws {
        try await send(["recorded"] + base + ["--capture", capture, "--flips", "\(flips)"], count, rate, seed)
    }

    private func send(_ arguments: [String], _ count: Int, _ rate: Int, _ seed: UInt64) async throws {
        let program = try BuiltProgram.path("aura-flood")
        let pace = ["--count", "\(count)", "--rate", "\(rate)", "--seed", "\(seed)"]
        try await host.check([program] + arguments + pace, within: .seconds(30 + 10 * count / rate))
    }
}
