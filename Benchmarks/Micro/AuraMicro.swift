import ArgumentParser
import CCounting
import Foundation

/// Measures the parts of the packet path one by one.
@main
struct AuraMicro: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aura-micro", abstract: "Measures the parts of the packet path one by one.",
        discussion: """
            Each part is measured many times in turn with something to compare it with, and the least time of each \
            counts. What must stay as it is are ratios and counts, never seconds: allocations of a whole batch, \
            retains and releases of each packet, and how many times the time of the other it takes.

            EXAMPLES
              aura-micro
              aura-micro --only seal --rounds 500
              aura-micro --check --json micro.json

            EXIT CODES
              0   everything was measured
              1   --check: something is above its limit
              64  the command line cannot be understood
            """)

    @Option(help: "Measure only what has this in its name (may be repeated).") var only: [String] = []
    @Option(help: "How often each part is measured.") var rounds = 200
    @Option(help: "Write the numbers to this file, too.") var json: String?
    @Flag(help: "End with exit code 1 when something is above its limit.") var check = false

    func validate() throws {
        guard (1...10_000).contains(rounds) else { throw ValidationError("--rounds must be 1...10000") }
    }

    func run() throws {
        let gates = try SessionGates(rounds: rounds).all + PathGates().all()
        let wanted = gates.filter { gate in only.isEmpty || only.contains { gate.name.contains($0) } }
        guard !wanted.isEmpty else { throw ValidationError("nothing has such a name") }
        // Counting references slows everything down, so it has a round of its own.
        var measured = wanted.map { $0.measure(rounds: rounds) }
        let countsReferences = counting_watch_references() != 0
        for index in measured.indices { measured[index] = try counted(measured[index], countsReferences) }
        let report = MicroReport(
            measured, countsAllocations: counting_sees_allocations() != 0, countsReferences: countsReferences)
        print(report.table)
        if !report.countsAllocations { say("allocations cannot be counted here") }
        if !report.countsReferences { say("retains and releases cannot be counted here") }
        if let json { try report.json().write(to: URL(fileURLWithPath: json), options: .atomic) }
        guard check, report.rows.contains(where: { !$0.misses.isEmpty }) else { return }
        throw ExitCode(1)
    }

    /// The same numbers with references, which are counted with work that was made anew.
    private func counted(_ measured: Measured, _ countsReferences: Bool) throws -> Measured {
        guard countsReferences else { return measured }
        let again = try (SessionGates(rounds: 3).all + PathGates().all()).first { $0.name == measured.gate.name }
        guard let again else { return measured }
        var cost = measured.cost
        cost.references = again.measure(rounds: 3).cost.references
        return Measured(gate: measured.gate, cost: cost, other: measured.other)
    }

    private func say(_ text: String) {
        FileHandle.standardError.write(Data((text + "\n").utf8))
    }
}
