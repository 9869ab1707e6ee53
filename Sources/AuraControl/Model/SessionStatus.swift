/// One session with one peer.
public struct SessionStatus: Codable, Hashable, Sendable {
    /// The name in the peer's certificate; chosen by whoever issued it.
    public var peerName: String
    /// The fingerprint of the peer's certificate.
    public var peerFingerprint: String
    /// Where the session is in its life.
    public var state: SessionState
    /// The transport its packets take now: `udp`, `tcp` or `quic`.
    public var transport: String
    /// The peer's outer address, as `host:port`.
    public var remoteAddress: String
    /// The peer's inner addresses on a server; this node's own on a client.
    public var innerAddresses: [String]
    /// When the session was first established, in Unix seconds; 0 when it has not been.
    public var establishedAtUnix: Int64
    /// When the newest handshake finished, in Unix seconds; 0 when none has.
    public var lastHandshakeUnix: Int64
    /// Seconds since an authentic packet came from the peer; nil when none has.
    public var lastReceivedSecondsAgo: Int64?
    /// The newest measured round trip in milliseconds; nil when none has been measured.
    public var roundTripMs: Double?
    /// What this session has carried.
    public var traffic: TrafficStatus

    /// Describes a session.
    public init(
        peerName: String, peerFingerprint: String, state: SessionState, transport: String, remoteAddress: String,
        innerAddresses: [String], establishedAtUnix: Int64, lastHandshakeUnix: Int64,
        lastReceivedSecondsAgo: Int64? = nil, roundTripMs: Double? = nil, traffic: TrafficStatus = TrafficStatus()
    ) {
        self.peerName = peerName
        self.peerFingerprint = peerFingerprint
        self.state = state
        self.transport = transport
        self.remoteAddress = remoteAddress
        self.innerAddresses = innerAddresses
        self.establishedAtUnix = establishedAtUnix
        self.lastHandshakeUnix = lastHandshakeUnix
        self.lastReceivedSecondsAgo = lastReceivedSecondsAgo
        self.roundTripMs = roundTripMs.finite
        self.traffic = traffic
    }

    enum CodingKeys: String, CodingKey {
        case peerName = "peer_name"
        case peerFingerprint = "peer_fingerprint"
        case state
        case transport
        case remoteAddress = "remote_address"
        case innerAddresses = "inner_addresses"
        case establishedAtUnix = "established_at_unix"
        case lastHandshakeUnix = "last_handshake_unix"
        case lastReceivedSecondsAgo = "last_received_seconds_ago"
        case roundTripMs = "round_trip_ms"
        case traffic
    }
}
