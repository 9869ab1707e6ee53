import ArgumentParser

struct RandomDatagrams: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "random", abstract: "Datagrams of random lengths full of random bytes.")

    @OptionGroup var target: Target
    @Option(help: "The longest datagram, in bytes.") var longest = 1472

    func validate() throws {
        guard (0...65_507).contains(longest) else { throw ValidationError("--longest must be 0...65507") }
    }

    func run() throws {
        var random = SplitMix64(seed: target.seed)
        try target.send { buffer in
            buffer.removeAll(keepingCapacity: true)
            for _ in 0..<Int.random(in: 0...longest, using: &random) { buffer.append(random.nextByte()) }
        }
    }
}
