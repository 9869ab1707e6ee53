import ArgumentParser

/// Sends many forged datagrams to a server of the lab, or opens many connections. Bounded in number and pace, and only to lab addresses.
@main
struct AuraFlood: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "aura-flood", abstract: "Plays the strangers that bother a server of the test lab.",
        subcommands: [RandomDatagrams.self, RecordedDatagrams.self, QUICDatagrams.self, SilentConnections.self])
}
