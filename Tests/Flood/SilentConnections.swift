import ArgumentParser

struct SilentConnections: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "tcp-silent",
        abstract: "Many TCP connections of which nothing, or next to nothing, is heard.",
        discussion: "Keeps so many open: where the server closes one, another is opened, if so told.")

    @Option(help: "The server's address, one of the lab's: 10.99.0.0/16 or fd99::/16.") var to: String
    @Option(help: "The server's port.") var port: UInt16
    @Option(help: "The address to connect from; the kernel's choice if not given.") var from: String?
    @Option(help: "How many connections at once, at most 20000.") var count: Int
    @Option(help: "How many seconds in all, at most 600.") var seconds: Double
    @Flag(help: "Open others, once a second, for those that the server has closed.") var again = false
    @Flag(help: "Send the beginning of a TLS record, a byte each second.") var drip = false

    func validate() throws {
        try Target.requireLab(to)
        guard (1...20_000).contains(count) else { throw ValidationError("--count must be 1...20000") }
        guard (0.1...600).contains(seconds) else { throw ValidationError("--seconds must be 0.1...600") }
    }

    func run() throws {
        let crowd = try Crowd(to: to, port: port, from: from, size: count, refills: again, drips: drip)
        try crowd.stand(for: .seconds(seconds))
        print(crowd.summary)
    }
}
