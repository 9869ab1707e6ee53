import AuraBenchKit
import AuraLab

/// What came out of a benchmark.
struct Outcome {
    let results: Results
    let failures: [Failure]
    let plan: Plan
    let machine: MachineFacts
    let peers: [Plan.Peer]

    /// What goes to standard output.
    var page: String {
        let tables = ResultTables(results, peers: names)
        let parts = [tables.medians, plan.runs > 1 ? tables.spreads : nil, tables.ratios, tables.targets, summary]
        return parts.compactMap { $0 }.joined(separator: "\n\n")
    }

    func writeReport(to path: String) throws {
        let report = Report(results, by: plan, on: machine, of: peers, failures: failures)
        try Files.write(try report.json(), to: path)
        Diagnostics.print("all samples: \(path)")
    }

    func drawPlots(in directory: String) throws {
        try Files.makeDirectory(directory)
        for file in Plots(results, peers: names).files { try Files.write(file.data, to: "\(directory)/\(file.name)") }
        Diagnostics.print("charts: \(directory)")
    }

    /// The exit code if it is not 0; what is wrong is said on standard error.
    func exitCode(checkingTargets: Bool) -> Int32? {
        for failure in failures {
            Diagnostics.print("not measured in run \(failure.run): \(failure.peer): \(failure.reason)")
        }
        guard failures.isEmpty else { return BenchHelp.notMeasured }
        return checkingTargets && !areTargetsMet ? BenchHelp.missed : nil
    }

    private var areTargetsMet: Bool {
        let verdicts = Verdict.all(by: results)
        for verdict in verdicts where !verdict.isMet { Diagnostics.print("missed: \(verdict.target.text)") }
        if verdicts.isEmpty { Diagnostics.print("none of the targets could be judged with these peers and metrics") }
        return !verdicts.isEmpty && verdicts.allSatisfy(\.isMet)
    }

    private var names: [String] { peers.map(\.name) }

    private var summary: String {
        let versions = peers.map { "\($0.name): \($0.version)" }.joined(separator: "; ")
        let place = "\(machine.processor), \(machine.cores) cores, \(machine.kernel), \(machine.system)"
        let many = plan.runs == 1 ? "1 run" : "\(plan.runs) runs"
        return "Medians of \(many) of \(plan.seconds) s a measurement on \(place). \(versions)."
    }
}
