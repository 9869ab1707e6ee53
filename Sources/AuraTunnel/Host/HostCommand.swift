/// A system tool and its arguments. Never a shell string: nothing in it is interpreted on the way.
public struct HostCommand: Codable, Hashable, Sendable {
    /// The tools that may be run, and so the only ones that a journal can name.
    public static let allowedTools: Set<String> = ["ifconfig", "ip", "nft", "resolvectl", "route", "sysctl"]
    /// The directories that tools are looked for in, whatever PATH says.
    public static let directories = ["/usr/sbin", "/sbin", "/usr/bin", "/bin"]

    /// The tool's name without a directory.
    public let tool: String
    /// Its arguments.
    public let arguments: [String]

    /// Makes a command.
    public init(_ tool: String, _ arguments: [String]) {
        self.tool = tool
        self.arguments = arguments
    }
}

extension HostCommand: CustomStringConvertible {
    /// The command as one would type it, for messages.
    public var description: String { ([tool] + arguments).joined(separator: " ") }
}
