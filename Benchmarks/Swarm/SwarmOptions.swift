import ArgumentParser
import AuraWire

/// What can be asked of the measurement.
struct SwarmOptions: ParsableArguments, Sendable {
    @Option(help: "Clients, spread evenly over the transports.") var clients = 1_000
    @Option(help: "Transports, separated by commas.") var transports = "udp,tcp,quic"
    @Option(help: "Minutes of light traffic.") var minutes = 5.0
    @Option(help: "Seconds after which a client agrees on new keys; up to a quarter less.") var rekeyAfter = 60.0
    @Option(help: "Packets a second when their cost is measured.") var rate = 4_000.0
    @Option(help: "Seconds of each of the measurements of that cost; 0 leaves it out.") var costSeconds = 10.0
    @Option(help: "Seconds of handshakes one after the other; 0 leaves them out.") var handshakeSeconds = 10.0
    @Option(help: "Write all numbers and the machine's facts to this file.") var json: String?
    @Flag(help: "Fail when a target is missed.") var check = false

    func validate() throws {
        try require((1...20_000).contains(clients), "--clients must be 1...20000")
        try require((0...1_440).contains(minutes), "--minutes must be 0...1440")
        try require((5...120).contains(rekeyAfter), "--rekey-after must be 5...120")
        try require((100...50_000).contains(rate), "--rate must be 100...50000")
        try require((0...600).contains(costSeconds), "--cost-seconds must be 0...600")
        try require((0...600).contains(handshakeSeconds), "--handshake-seconds must be 0...600")
        try require(chosen.count <= clients, "there must be a client for each transport")
        try require(!chosen.isEmpty, "--transports wants some of udp, tcp, quic, separated by commas")
    }

    var plan: SwarmPlan {
        SwarmPlan(
            clients: clients, transports: chosen, lightTraffic: .seconds(minutes * 60),
            rekeyAfter: .seconds(rekeyAfter), costRate: rate, costDuration: .seconds(costSeconds),
            handshakeDuration: .seconds(handshakeSeconds))
    }

    /// Each once; empty when any is unknown.
    private var chosen: [TransportKind] {
        let names = Set(transports.split(separator: ",").map(String.init))
        let kinds = TransportKind.allCases.filter { names.contains($0.rawValue) }
        return kinds.count == names.count ? kinds : []
    }

    private func require(_ condition: Bool, _ message: String) throws {
        if !condition { throw ValidationError(message) }
    }
}
