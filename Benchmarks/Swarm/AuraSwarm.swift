import ArgumentParser
import AuraBenchKit
import AuraLab
import Foundation
import Glibc

/// Measures one `aura` server with very many clients, in network namespaces of this machine.
@main
struct AuraSwarm: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aura-swarm", abstract: "Measures an aura server with very many clients, on this machine.",
        discussion: SwarmHelp.text)

    @OptionGroup var options: SwarmOptions

    func run() async throws {
        let missing = await Privileges.missing()
        guard missing.isEmpty else {
            Diagnostics.print("The benchmark cannot run here: " + missing.joined(separator: " "))
            throw ExitCode(77)
        }
        do {
            try await OwnNetwork.enter()
            try Descriptors.allow(for: options.clients)
            try await withInterruption { try await measure() }
        } catch let interrupted as Interrupted {
            Diagnostics.print("\(interrupted); everything has been removed")
            throw ExitCode(interrupted.exitCode)
        } catch let code as ExitCode {
            throw code
        } catch {
            Diagnostics.print("The benchmark failed: \(error)")
            throw ExitCode(SwarmHelp.notMeasured)
        }
    }

    private func measure() async throws {
        let (begin, machine, plan) = (Date(), try await MachineFacts.gather(), options.plan)
        let results = try await withLab { lab in
            let ground = try await Ground.prepare(in: lab)
            let swarm = try Swarm(plan, on: ground)
            defer { swarm.end() }
            let measurement = Measurement(plan: plan, ground: ground, swarm: swarm) { Diagnostics.print($0) }
            return try await measurement.run()
        }
        for remark in results.remarks { Diagnostics.print(remark) }
        print(SwarmPage(results: results).text)
        if let json = options.json { try SwarmReport(results, takenAt: begin, on: machine).write(to: json) }
        guard options.check, let miss = SwarmTarget.all(results).first(where: { !$0.isMet }) else { return }
        Diagnostics.print("missed: \(miss.what)")
        throw ExitCode(SwarmHelp.missed)
    }
}
