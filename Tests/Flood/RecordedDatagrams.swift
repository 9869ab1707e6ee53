import ArgumentParser
import AuraLab

struct RecordedDatagrams: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "recorded", abstract: "Datagrams of a capture, again, with bits flipped.")

    @OptionGroup var target: Target
    @Option(help: "The capture, in pcap format; those to --port are sent.") var capture: String
    @Option(help: "How many bits to flip in each: 0 replays it as it was.") var flips = 1

    func run() throws {
        let recorded = try Pcap(contentsOf: capture).udpPayloads(toPort: target.port).filter { !$0.isEmpty }
        guard !recorded.isEmpty else { throw ValidationError("\(capture): no datagram to port \(target.port)") }
        var random = SplitMix64(seed: target.seed)
        var next = 0
        try target.send { buffer in
            buffer = recorded[next % recorded.count]
            next += 1
            for _ in 0..<flips {
                let index = Int.random(in: buffer.indices, using: &random)
                buffer[index] ^= 1 << UInt8(random.next() & 7)
            }
        }
    }
}
