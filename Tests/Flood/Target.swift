import ArgumentParser

/// Where to send, how many and how fast.
struct Target: ParsableArguments {
    @Option(help: "The server's address, one of the lab's: 10.99.0.0/16 or fd99::/16.") var to: String
    @Option(help: "The server's port.") var port: UInt16
    @Option(help: "How many datagrams, at most 10 million.") var count: Int
    @Option(help: "Datagrams a second, at most 500000.") var rate = 100_000
    @Option(help: "The address to send from; the kernel's choice if not given.") var from: String?
    @Option(help: "The port to send from; the kernel's choice if not given.") var sourcePort: UInt16 = 0
    @Option(help: "What the random numbers start from.") var seed: UInt64 = 1

    func validate() throws {
        try Self.requireLab(to)
        guard (1...10_000_000).contains(count) else { throw ValidationError("--count must be 1...10000000") }
        guard (1...500_000).contains(rate) else { throw ValidationError("--rate must be 1...500000") }
    }

    /// Nobody outside the lab is bothered.
    static func requireLab(_ address: String) throws {
        guard address.hasPrefix("10.99.") || address.hasPrefix("fd99:") else {
            throw ValidationError("--to \(address): not an address of the lab (10.99.0.0/16, fd99::/16)")
        }
    }

    /// Sends ``count`` datagrams at ``rate``, each made by `fill`, and prints how many went out.
    func send(_ fill: (inout [UInt8]) -> Void) throws {
        let sender = try UDPSender(to: to, port: port, from: from, sourcePort: sourcePort)
        let clock = ContinuousClock()
        let start = clock.now
        var buffer: [UInt8] = []
        for number in 0..<count {
            if number.isMultiple(of: Self.burst) { Self.wait(until: start + .seconds(Double(number) / Double(rate))) }
            fill(&buffer)
            try sender.send(buffer)
        }
        print("sent \(count) in \(clock.now - start)")
    }

    /// Sent back to back between two looks at the clock.
    private static let burst = 32

    private static func wait(until instant: ContinuousClock.Instant) {
        let left = instant - ContinuousClock().now
        if left > .microseconds(50) { UDPSender.sleep(left) }
    }
}
