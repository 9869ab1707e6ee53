/// Everything a running node says about itself; the body of `GET /v1/status`.
///
/// Within one ``schemaVersion`` keys are only added, and an added key is optional here: a reader ignores keys that it
/// does not know, and takes a missing optional one as nil. A secret never appears in it.
public struct NodeStatus: Codable, Hashable, Sendable {
    /// The schema that this version writes.
    public static let currentSchemaVersion = 1

    /// The schema of this answer.
    public var schemaVersion: Int
    /// Server or client.
    public var role: NodeRole
    /// The version of the running program.
    public var version: String
    /// The process id of the node.
    public var pid: Int32
    /// When the node started, in Unix seconds.
    public var startedAtUnix: Int64
    /// Whole seconds since the node started.
    public var uptimeSeconds: Int64
    /// The tunnel interface.
    public var interface: InterfaceStatus
    /// What the whole node has carried.
    public var totals: TrafficStatus
    /// Every transport that this build knows of, enabled or not.
    public var transports: [TransportStatus]
    /// Every session that the node holds.
    public var sessions: [SessionStatus]
    /// The split rules; nil on a server.
    public var split: SplitStatus?
    /// Handshakes, good and refused.
    public var handshakes: HandshakeStatus
    /// How often a session was set up again after it was lost (a client's count; 0 on a server).
    public var reconnects: UInt64
    /// The link that packets take now; nil on a server, and on a client that has none.
    public var link: LinkStatus?
    /// The newest moves from link to link, the oldest first, at most ``MoveHistory/capacity``; nil on a server.
    public var moves: [MoveStatus]?
    /// All moves since the node started, by reason; nil on a server.
    public var moveCounts: [String: UInt64]?
    /// The bridges manifest that the node goes by.
    public var bridges: BridgesStatus?

    /// Describes a node, in the current schema.
    public init(
        role: NodeRole, version: String, pid: Int32, startedAtUnix: Int64, uptimeSeconds: Int64,
        interface: InterfaceStatus, totals: TrafficStatus, transports: [TransportStatus], sessions: [SessionStatus],
        split: SplitStatus? = nil, handshakes: HandshakeStatus, reconnects: UInt64 = 0,
        link: LinkStatus? = nil, moves: MoveHistory? = nil, bridges: BridgesStatus? = nil
    ) {
        self.schemaVersion = Self.currentSchemaVersion
        self.role = role
        self.version = version
        self.pid = pid
        self.startedAtUnix = startedAtUnix
        self.uptimeSeconds = uptimeSeconds
        self.interface = interface
        self.totals = totals
        self.transports = transports
        self.sessions = sessions
        self.split = split
        self.handshakes = handshakes
        self.reconnects = reconnects
        self.link = link
        self.moves = moves?.recent
        self.moveCounts = moves?.counts
        self.bridges = bridges
    }

    enum CodingKeys: String, CodingKey {
        case schemaVersion = "schema_version"
        case role
        case version
        case pid
        case startedAtUnix = "started_at_unix"
        case uptimeSeconds = "uptime_seconds"
        case interface
        case totals
        case transports
        case sessions
        case split
        case handshakes
        case reconnects
        case link
        case moves
        case moveCounts = "move_counts"
        case bridges
    }
}
