import AuraLab
import Foundation

/// Runs iperf3 between the two hosts of a path.
enum Iperf {
    /// Millions of bits of TCP payload a second, as received.
    static func throughput(_ path: Path, seconds: Int, isDownload: Bool) async throws -> Double {
        let report = try await run(path, seconds: seconds, options: isDownload ? ["-R"] : [])
        guard let received = report.end.sumReceived else {
            throw LabError.unreadable("iperf3's report", found: "no sum_received")
        }
        return received.bitsPerSecond / 1e6
    }

    /// UDP datagrams of 64 bytes that arrive each second when as many as possible are sent.
    static func smallPackets(_ path: Path, seconds: Int) async throws -> Double {
        let report = try await run(path, seconds: seconds, options: ["-u", "-b", "0", "-l", "64"])
        guard let sum = report.end.sum, let packets = sum.packets, let lost = sum.lostPackets else {
            throw LabError.unreadable("iperf3's report", found: "no packets")
        }
        return Double(packets - lost) / sum.seconds
    }

    private static func run(_ path: Path, seconds: Int, options: [String]) async throws -> Report {
        let server = try await path.server.start("iperf3", ["iperf3", "-s", "-1", "--forceflush"])
        try await server.waitForLog("Server listening")
        let text = try await path.client.check(
            ["iperf3", "-J", "-c", path.serverAddress, "-t", "\(seconds)"] + options, within: .seconds(seconds + 20))
        try await server.stop()
        let decoder = JSONDecoder()
        decoder.keyDecodingStrategy = .convertFromSnakeCase
        return try decoder.decode(Report.self, from: Data(text.utf8))
    }

    private struct Report: Decodable {
        struct End: Decodable {
            let sum: Sum?
            let sumReceived: Sum?
        }
        struct Sum: Decodable {
            let seconds: Double
            let bitsPerSecond: Double
            let packets: Int?
            let lostPackets: Int?
        }
        let end: End
    }
}
