import AuraLab

/// Measures all peers in turn, several times over, so that what the machine does meanwhile hits all of them alike.
struct Benchmark: Sendable {
    let peers: [any Peer]
    let runs: Int
    let seconds: Int
    let metrics: [Metric]

    /// - Parameter progress: Told what happens next.
    func measure(progress: @Sendable (String) -> Void) async throws -> [Sample] {
        var samples: [Sample] = []
        for run in 1...runs {
            for peer in peers {
                progress("run \(run) of \(runs): \(peer.name)")
                samples += try await measure(peer, run: run)
            }
        }
        return samples
    }

    private func measure(_ peer: any Peer, run: Int) async throws -> [Sample] {
        try await withLab { lab in
            let wire = try await lab.connect(try await lab.addHost("server"), try await lab.addHost("client"))
            let path = try await peer.bringUp(server: wire.first, client: wire.second, in: lab)
            var samples: [Sample] = []
            // The round trip first: the machine is idle then.
            for metric in metrics.sorted(by: { ($0 == .roundTrip ? 0 : 1) < ($1 == .roundTrip ? 0 : 1) }) {
                let value = try await metric.measure(path, seconds: seconds)
                samples.append(Sample(peer: peer.name, metric: metric, run: run, value: value))
            }
            return samples
        }
    }
}

/// One number measured once.
struct Sample: Codable, Sendable {
    let peer: String
    let metric: Metric
    let run: Int
    let value: Double
}

extension [Sample] {
    /// The middle value of a peer's samples; the mean of the two middle ones when there are as many above as below.
    func median(_ metric: Metric, of peer: String) -> Double? {
        let values = filter { $0.metric == metric && $0.peer == peer }.map(\.value).sorted()
        guard !values.isEmpty else { return nil }
        return (values[(values.count - 1) / 2] + values[values.count / 2]) / 2
    }
}
