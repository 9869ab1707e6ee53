/// The bounds that AuraConfig puts on everything it reads.
public enum ConfigurationLimits {
    /// The largest file that is read, in bytes.
    public static let maximumFileBytes = 1 << 20

    /// The deepest nesting of tables and arrays; the schema needs four (`tunnel`, `split`, `vpn`, a block).
    public static let maximumDepth = 8

    /// The most elements of an array, which bounds the split rules of a profile.
    public static let maximumArrayElements = 4096

    /// The most keys and table headers of a file: room for ``maximumArrayElements`` blocks of either action. The parser's
    /// work grows with their square.
    public static let maximumStatements = 20_000

    /// The most keys of a table.
    public static let maximumTableKeys = 256

    /// The longest string in bytes: a profile's bridges manifest. A certificate or key in PEM form is about 1 kB.
    public static let maximumStringBytes = 512 * 1024

    /// The most problems that are reported of one file; one more says that there are others.
    public static let maximumProblems = 200

    /// The most characters of one part of a message.
    public static let maximumMessagePart = 1024

    /// The most characters of a value that a message repeats.
    public static let maximumQuotedCharacters = 80

    /// MTU of the tunnel in bytes: what IPv6 needs (RFC 8200 section 5) to what Ethernet carries.
    public static let mtu = 1280...1500

    /// Seconds between keepalives.
    public static let keepaliveSeconds = 1...120

    /// Microseconds that an idle thread looks for packets before it sleeps; 0 is not at all.
    public static let busyPollMicroseconds = 0...1000

    /// Seconds after which a client makes new keys at the latest. The upper one is the session's own limit.
    public static let rekeySeconds = 5...120

    /// Queues of a server's device, and sockets of its udp transport.
    public static let queues = 1...16

    /// Clients that one server may hold at once.
    public static let clients = 1...65_535

    /// DNS servers that a client is told.
    public static let maximumDNSServers = 8

    /// Prefix lengths of the IPv4 pool; /30 holds the server and one client.
    public static let poolPrefix = 8...30

    /// Prefix lengths of the IPv6 pool.
    public static let pool6Prefix = 48...112

    /// Bytes of the outer key.
    public static let outerKeyBytes = 32

    /// Bytes of the file that the quic transport's tokens are made from.
    public static let quicSecretBytes = 32

    /// TLS certificates that a profile may name: the present one, and those that it may be replaced with.
    public static let maximumTLSPins = 8

    /// Candidates of a transport's search for a free port; 0 stands for the wanted port alone.
    public static let portScan = 0...1000

    /// The largest record of what a server has bound, in bytes.
    public static let maximumSnapshotBytes = 64 * 1024

    /// The longest address of a manifest on the web, in bytes.
    public static let maximumURLBytes = 2048

    /// The longest path in bytes.
    public static let maximumPathBytes = 1024

    /// The longest path of a Unix socket in bytes: `sun_path` of macOS (104) with its final zero.
    public static let maximumSocketPathBytes = 103
}
