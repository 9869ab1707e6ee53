import AuraBenchKit
import AuraLab
import Foundation

/// What is done on a path to get one or two numbers.
enum Measurement: CaseIterable, Sendable {
    // The round trip first: the machine is idle then. The memory last: it grows with the work.
    case roundTrip, download, upload, downloads, uploads, smallPackets, largePackets, memory

    /// What it measures.
    var metrics: [Metric] {
        switch self {
        case .roundTrip: [.roundTrip]
        case .download: [.tcpDown, .processorTime]
        case .upload: [.tcpUp]
        case .downloads: [.streamsDown]
        case .uploads: [.streamsUp]
        case .smallPackets: [.smallPackets]
        case .largePackets: [.largePackets]
        case .memory: [.peakMemory]
        }
    }

    /// Takes the numbers; a VPN's own numbers are left out where there is no VPN.
    func take(on path: Path, seconds: Int) async throws -> [Metric: Double] {
        let iperf = Iperf(path: path, seconds: seconds)
        return switch self {
        case .roundTrip: [.roundTrip: try await idleRoundTrip(path, seconds: seconds)]
        case .download: try await download(path, iperf)
        case .upload: [.tcpUp: try await iperf.upload().megabitsPerSecond]
        case .downloads: [.streamsDown: try await iperf.download(streams: 4).megabitsPerSecond]
        case .uploads: [.streamsUp: try await iperf.upload(streams: 4).megabitsPerSecond]
        case .smallPackets: [.smallPackets: try await iperf.datagramsPerSecond(payload: 64)]
        case .largePackets: [.largePackets: try await iperf.datagramsPerSecond(payload: 1300)]
        case .memory: try path.peakMemory().map { [.peakMemory: Double($0) / 1e6] } ?? [:]
        }
    }

    private func download(_ path: Path, _ iperf: Iperf) async throws -> [Metric: Double] {
        let before = try path.processorSeconds()
        let received = try await iperf.download()
        let spent = try path.processorSeconds() - before
        var numbers = [Metric.tcpDown: received.megabitsPerSecond]
        if !path.processes.isEmpty { numbers[.processorTime] = spent / (received.bytes / 1e9) }
        return numbers
    }

    private func idleRoundTrip(_ path: Path, seconds: Int) async throws -> Double {
        let interval = 0.02
        let result = try await path.client.ping(
            path.serverAddress, count: max(50, Int(Double(seconds) / interval)), interval: interval)
        guard let median = result.median else {
            throw LabError.unreadable("ping's answers", found: "none of \(result.sent)")
        }
        return median
    }
}
