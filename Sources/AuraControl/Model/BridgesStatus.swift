/// The bridges manifest that a node goes by: a client dials what it names, a server hands it on.
public struct BridgesStatus: Codable, Hashable, Sendable {
    /// Whether there is a manifest, and whether it is good now.
    public var state: BridgesState
    /// The manifest's serial number; nil when there is none.
    public var serial: UInt64?
    /// When it was signed, in Unix seconds.
    public var issuedAtUnix: Int64?
    /// When it ends, in Unix seconds.
    public var expiresAtUnix: Int64?
    /// How many bridges it names.
    public var count: Int?
    /// Where it came from: `profile`, `kept`, `file`, `url` or `tunnel`.
    public var source: String?
    /// What to do when there is none or it has ended.
    public var detail: String?
    /// Manifests that were refused, by reason.
    public var refused: [String: UInt64]?
    /// The newest of the ``refused``.
    public var lastRefusal: TransportFailure?

    /// Describes a manifest; without arguments, that there is none.
    public init(
        state: BridgesState = .none, serial: UInt64? = nil, issuedAtUnix: Int64? = nil, expiresAtUnix: Int64? = nil,
        count: Int? = nil, source: String? = nil, detail: String? = nil, refused: [String: UInt64]? = nil,
        lastRefusal: TransportFailure? = nil
    ) {
        self.state = state
        self.serial = serial
        self.issuedAtUnix = issuedAtUnix
        self.expiresAtUnix = expiresAtUnix
        self.count = count
        self.source = source
        self.detail = detail
        self.refused = refused
        self.lastRefusal = lastRefusal
    }

    enum CodingKeys: String, CodingKey {
        case state
        case serial
        case issuedAtUnix = "issued_at_unix"
        case expiresAtUnix = "expires_at_unix"
        case count
        case source
        case detail
        case refused
        case lastRefusal = "last_refusal"
    }
}
