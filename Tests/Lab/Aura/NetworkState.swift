/// A host's addresses, routes, rules and packet filter, to compare before and after.
public struct NetworkState: Sendable, Equatable, CustomStringConvertible {
    /// What the tools print, in order.
    public let description: String

    /// Takes it.
    public init(of host: LabHost) async throws {
        var text = ""
        for command in Self.commands {
            text += "# \(command.joined(separator: " "))\n"
            text += try await host.check(command)
        }
        description = text
    }

    private static let commands = [
        ["ip", "-br", "address"], ["ip", "-4", "route", "show", "table", "all"],
        ["ip", "-6", "route", "show", "table", "all"], ["ip", "-4", "rule"], ["ip", "-6", "rule"],
        ["nft", "list", "ruleset"],
    ]
}
