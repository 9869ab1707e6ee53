import AuraBenchKit
import AuraLab

/// Runs iperf3 between the two hosts of a path.
struct Iperf {
    let path: Path
    let seconds: Int

    /// TCP from the server to the client.
    func download(streams: Int = 1) async throws -> IperfReport {
        try await run(["-R", "-P", "\(streams)"])
    }

    /// TCP from the client to the server.
    func upload(streams: Int = 1) async throws -> IperfReport {
        try await run(["-P", "\(streams)"])
    }

    /// UDP datagrams that arrive at the server each second when the client sends as many as it can.
    /// - Parameter payload: Bytes of payload of each.
    func datagramsPerSecond(payload: Int) async throws -> Double {
        try await run(["-u", "-b", "0", "-l", "\(payload)"]).datagramsPerSecond(payload: payload)
    }

    private func run(_ options: [String]) async throws -> IperfReport {
        let server = try await path.server.start("iperf3", ["iperf3", "-s", "-1", "--forceflush"])
        try await server.waitForLog("Server listening")
        let text = try await path.client.check(
            ["iperf3", "-J", "-c", path.serverAddress, "-t", "\(seconds)"] + options, within: .seconds(seconds + 20))
        try await server.stop()
        do { return try IperfReport(json: text) } catch {
            throw LabError.unreadable("iperf3's report", found: "\(error) in \(text)")
        }
    }
}
