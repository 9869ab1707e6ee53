import ArgumentParser
import AuraLab
import Foundation

/// Measures `aura` beside other VPNs in network namespaces of this machine.
@main
struct AuraBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aura-bench",
        abstract: "Measures aura beside other VPNs, on this machine, in the same run.",
        discussion: """
            Each run lays a new virtual wire for each peer in turn, so that what else the machine does hits all alike. \
            The table on standard output is Markdown; the medians of all runs are in it.
            """)

    @Option(help: "How often each peer is measured.") var runs = 3
    @Option(help: "Seconds of each measurement.") var seconds = 5
    @Option(help: "Write all samples and the machine's facts to this file.") var json: String?
    @Option(help: "Measure this WireGuard in user space, too (started as PROGRAM -f INTERFACE).")
    var wireguardBinary: String?
    @Option(help: "Measure only these: \"aura udp\" for one, \"aura\" for all that begin so (may be repeated).")
    var only: [String] = []
    @Flag(help: "Leave out what is not ready, instead of ending.") var skipMissing = false

    func validate() throws {
        guard (1...100).contains(runs) else { throw ValidationError("--runs must be 1...100") }
        guard (1...600).contains(seconds) else { throw ValidationError("--seconds must be 1...600") }
    }

    func run() async throws {
        let missing = await Privileges.missing()
        guard missing.isEmpty else {
            Diagnostics.print("The benchmark cannot run here: " + missing.joined(separator: " "))
            throw ExitCode(77)
        }
        do {
            try await withInterruption { try await bench() }
        } catch let interrupted as Interrupted {
            throw ExitCode(interrupted.exitCode)
        }
    }

    private func bench() async throws {
        let candidates = try await candidates()
        let benchmark = Benchmark(
            peers: candidates.map(\.peer), runs: runs, seconds: seconds, metrics: Metric.allCases)
        let samples = try await benchmark.measure { Diagnostics.print($0) }
        print(
            MarkdownTable(samples: samples, peers: candidates.map(\.peer.name), metrics: benchmark.metrics).text)
        let versions = candidates.map { "\($0.peer.name): \($0.version)" }.joined(separator: "; ")
        print("\nMedians of \(runs) runs of \(seconds) s each. \(versions).")
        if let json { try await report(samples, candidates).write(to: json) }
    }

    private struct Candidate {
        let peer: any Peer
        let version: String
    }

    /// The peers to measure that can be found.
    private func candidates() async throws -> [Candidate] {
        var found: [Candidate] = []
        for peer in everyPeer where isWanted(peer) {
            do {
                found.append(Candidate(peer: peer, version: try await peer.version()))
            } catch {
                guard skipMissing else { throw error }
                Diagnostics.print("left out: \(peer.name): \(error)")
            }
        }
        return found
    }

    private var everyPeer: [any Peer] {
        var all: [any Peer] = [BareWire()]
        all += Transport.allCases.map { AuraPeer(transport: $0) }
        all += [WireGuardGo(name: "wireguard-go", program: "wireguard-go")]
        if let wireguardBinary { all.append(WireGuardGo(name: wireguardBinary, program: wireguardBinary)) }
        all += [OpenVPN(carrier: .udp), OpenVPN(carrier: .tcp)]
        return all
    }

    private func isWanted(_ peer: any Peer) -> Bool {
        only.isEmpty || only.contains { peer.name == $0 || peer.name.hasPrefix($0 + " ") }
    }

    private func report(_ samples: [Sample], _ candidates: [Candidate]) async throws -> Report {
        let measured = candidates.map { candidate in
            let medians = Metric.allCases.compactMap { metric in
                samples.median(metric, of: candidate.peer.name).map { (metric.rawValue, $0) }
            }
            return Report.Measured(
                name: candidate.peer.name, version: candidate.version,
                medians: Dictionary(uniqueKeysWithValues: medians))
        }
        return Report(
            schemaVersion: Report.currentSchemaVersion, takenAt: .now, runs: runs, secondsEach: seconds,
            machine: try await MachineFacts.gather(), peers: measured, samples: samples)
    }
}
