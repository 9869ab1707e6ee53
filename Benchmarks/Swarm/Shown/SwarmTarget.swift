import AuraWire
import Foundation

/// Something that the server has to reach, and what it reached.
struct SwarmTarget: Codable, Sendable {
    /// What is asked, with its unit.
    let what: String
    /// What was measured; nothing when it cannot be told.
    let measured: Double?
    /// The most that it may be.
    let limit: Double

    var isMet: Bool { measured.map { $0 <= limit } ?? false }

    init(_ what: String, _ measured: Double, atMost limit: Double) {
        self.what = what
        self.measured = measured.isFinite ? measured : nil
        self.limit = limit
    }

    /// Those that can be judged by these results.
    static func all(_ results: SwarmResults) -> [SwarmTarget] {
        var all = [
            SwarmTarget("time until all are connected (s)", results.connectSeconds, atMost: 60),
            SwarmTarget("memory a client (kB)", results.memoryPerClient / 1_000, atMost: 100),
            SwarmTarget("sessions lost", Double(results.sessionsLost), atMost: 0),
        ]
        all += results.packetCosts.map {
            SwarmTarget("cost of a packet, \($0.clients) clients : 1, \($0.transport.rawValue)", $0.ratio, atMost: 1.3)
        }
        if let handshakes = results.handshakes {
            all.append(
                SwarmTarget("processor time of a handshake (µs)", handshakes.serverMicroseconds, atMost: 1_000))
        }
        return all
    }
}
