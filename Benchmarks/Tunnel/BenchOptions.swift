public import ArgumentParser
public import AuraBenchKit

/// What can be asked of the benchmark.
struct BenchOptions: ParsableArguments, Sendable {
    @Option(help: "How often each peer is measured.") var runs = 3
    @Option(help: "Seconds of each measurement.") var seconds = 5
    @Option(help: "Measure only these peers: \"aura udp\" for one, aura for all that begin so (may be repeated).")
    var only: [String] = []
    @Option(help: "Measure only this (may be repeated).") var metric: [Metric] = []
    @Option(help: "Measure this WireGuard in user space, too, started as PATH -f INTERFACE (may be repeated).")
    var wireguardBinary: [String] = []
    @Option(help: "Measure this build of aura that seals nothing, too (`make bench-ceiling` makes it).")
    var ceilingBinary: String?
    @Flag(help: "Leave out peers that are not installed, instead of ending.") var skipMissing = false
    @Option(help: "Write all samples, what follows from them and the machine's facts to this file.") var json: String?
    @Option(help: "Draw charts into this directory, as SVG files.") var plots: String?
    @Flag(help: "Fail when a target is missed.") var check = false

    /// What is to be measured, and what that is worked out of.
    var metrics: Set<Metric> {
        let wanted = Set(metric.isEmpty ? Metric.allCases : metric)
        return wanted.contains(.addedRoundTrip) ? wanted.union([.roundTrip]) : wanted
    }

    func validate() throws {
        guard (1...100).contains(runs) else { throw ValidationError("--runs must be 1...100") }
        guard (1...600).contains(seconds) else { throw ValidationError("--seconds must be 1...600") }
    }
}

extension Metric: ExpressibleByArgument {}
