public import AuraWire

/// What server.toml says, checked.
public struct ServerConfiguration: Hashable, Sendable {
    /// The name or address that clients dial.
    public var publicHost: HostName
    /// The address to bind; `::` takes IPv6 and IPv4.
    public var listen: IPAddress
    /// The key of the gate on UDP: ``ConfigurationLimits/outerKeyBytes`` bytes.
    public var outerKey: SecretBytes
    /// The files that the server uses.
    public var files: ServerFiles
    /// The ways in.
    public var transports: ServerTransports
    /// What strangers are shown.
    public var decoy: ServerDecoy
    /// The tunnel and what clients are told of it.
    public var tunnel: ServerTunnel
    /// What is logged and how.
    public var log: LogSettings
    /// Where the ports that were bound are recorded when they are not those that were asked for; nil unless the
    /// configuration was read by ``load(_:)``.
    public var runtimeSnapshotPath: String?

    /// Makes a configuration of its parts.
    public init(
        publicHost: HostName, listen: IPAddress = .v6(IPv6Address(bits: 0)), outerKey: SecretBytes, files: ServerFiles,
        transports: ServerTransports = ServerTransports(), decoy: ServerDecoy = .builtIn, tunnel: ServerTunnel,
        log: LogSettings = LogSettings()
    ) {
        self.publicHost = publicHost
        self.listen = listen
        self.outerKey = outerKey
        self.files = files
        self.transports = transports
        self.decoy = decoy
        self.tunnel = tunnel
        self.log = log
    }

    /// Reads server.toml. Throws every problem at once; a file that others can read is refused.
    public static func load(_ path: String) throws(ConfigurationError) -> ServerConfiguration {
        var configuration = try ServerConfiguration(parsing: ConfigurationText(readingFile: path))
        configuration.runtimeSnapshotPath = RuntimeSnapshot.path(ofServer: path)
        return configuration
    }
}
