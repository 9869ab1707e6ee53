import ArgumentParser
import AuraBenchKit
import AuraLab
import Foundation

/// Measures `aura` beside other VPNs in network namespaces of this machine.
@main
struct AuraBench: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aura-bench", abstract: "Measures aura beside other VPNs, on this machine, in the same run.",
        discussion: BenchHelp.text)

    @OptionGroup var options: BenchOptions

    func run() async throws {
        let missing = await Privileges.missing()
        guard missing.isEmpty else {
            Diagnostics.print("The benchmark cannot run here: " + missing.joined(separator: " "))
            throw ExitCode(77)
        }
        do {
            try await withInterruption { try await bench() }
        } catch let interrupted as Interrupted {
            Diagnostics.print("\(interrupted); everything has been removed")
            throw ExitCode(interrupted.exitCode)
        } catch let error as LabError {
            Diagnostics.print("The benchmark failed: \(error)")
            throw ExitCode(BenchHelp.notMeasured)
        }
    }

    private func bench() async throws {
        let ready = try await Candidates(
            wireguardPrograms: options.wireguardBinary, ceilingProgram: options.ceilingBinary
        ).ready(wanted: options.only, skipMissing: options.skipMissing)
        guard !ready.isEmpty else { throw ValidationError("there is nothing to measure") }
        let plan = Plan(begin: .now, runs: options.runs, seconds: options.seconds)
        let machine = try await MachineFacts.gather()
        let benchmark = Benchmark(
            peers: ready.map(\.peer), runs: plan.runs, seconds: plan.seconds, metrics: options.metrics)
        announce(benchmark, on: machine)
        let (samples, failures) = try await benchmark.measure { Diagnostics.print($0) }
        let outcome = Outcome(
            results: Results(samples), failures: failures, plan: plan, machine: machine,
            peers: ready.map { Plan.Peer(name: $0.peer.name, version: $0.version) })
        print(outcome.page)
        if let json = options.json { try outcome.writeReport(to: json) }
        if let plots = options.plots { try outcome.drawPlots(in: plots) }
        if let code = outcome.exitCode(checkingTargets: options.check) { throw ExitCode(code) }
    }

    private func announce(_ benchmark: Benchmark, on machine: MachineFacts) {
        let names = benchmark.peers.map(\.name).joined(separator: ", ")
        Diagnostics.print("\(names): at least \(benchmark.leastSeconds / 60 + 1) minutes")
        guard machine.loadAtStart > 0.5 else { return }
        Diagnostics.print("other work is going on here (load \(machine.loadAtStart)): the numbers will suffer")
    }
}
