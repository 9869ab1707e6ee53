import AuraBenchKit
import AuraLab

/// Measures all peers in turn, several times over, so that what the machine does meanwhile hits all of them alike.
struct Benchmark: Sendable {
    let peers: [any Peer]
    let runs: Int
    let seconds: Int
    /// What is measured; nothing else is done.
    let metrics: Set<Metric>

    /// - Parameter progress: Told what happens next.
    /// - Returns: What was measured and what could not be.
    func measure(progress: @Sendable (String) -> Void) async throws -> (samples: [Sample], failures: [Failure]) {
        var samples: [Sample] = []
        var failures: [Failure] = []
        for run in 1...runs {
            for peer in RunOrder.arrange(peers, run: run) {
                progress("run \(run) of \(runs): \(peer.name)")
                do { samples += try await measure(peer, run: run) } catch {
                    try Task.checkCancellation()
                    failures.append(Failure(peer: peer.name, run: run, reason: "\(error)"))
                }
            }
        }
        return (samples, failures)
    }

    /// How long it takes without bringing peers up, in seconds.
    var leastSeconds: Int { runs * peers.count * measurements.count { $0 != .memory } * seconds }

    private var measurements: [Measurement] {
        Measurement.allCases.filter { !metrics.isDisjoint(with: $0.metrics) }
    }

    private func measure(_ peer: any Peer, run: Int) async throws -> [Sample] {
        try await withLab { lab in
            let wire = try await lab.connect(try await lab.addHost("server"), try await lab.addHost("client"))
            let path = try await peer.bringUp(server: wire.first, client: wire.second, in: lab)
            var samples: [Sample] = []
            for measurement in measurements {
                let numbers = try await measurement.take(on: path, seconds: seconds)
                samples += measurement.metrics.compactMap { metric in
                    numbers[metric].map { Sample(peer: peer.name, metric: metric, run: run, value: $0) }
                }
            }
            return samples
        }
    }
}
