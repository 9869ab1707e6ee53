/// One transport of this node.
///
/// Figures are nil where they make no sense or nothing is known: a round trip on a server, open links on a client.
public struct TransportStatus: Codable, Hashable, Sendable {
    /// `udp`, `tcp` or `quic`.
    public var name: String
    /// What it is doing.
    public var state: TransportState
    /// The bound address on a server, the remote address on a client, as `host:port`; empty when there is none.
    public var address: String
    /// More to say, such as why it failed or which port had been wanted.
    public var detail: String?
    /// Whether a client's packets take this transport now.
    public var inUse: Bool?
    /// The newest round trip that was measured over it, in milliseconds.
    public var roundTripMs: Double?
    /// The largest datagram of the session that the path carries whole, in bytes.
    public var pathPayloadBytes: Int?
    /// How often a client has tried to connect over it.
    public var attempts: UInt64?
    /// Connections that could not be made or that broke, by reason.
    public var failures: [String: UInt64]?
    /// The newest of the ``failures``.
    public var lastFailure: TransportFailure?
    /// Links that a server has open.
    public var links: Int?
    /// Links that a server has accepted: those whose far side proved the outer key.
    public var accepted: UInt64?
    /// Connections whose far side did not prove the outer key.
    public var strangers: UInt64?

    /// Describes a transport.
    public init(
        name: String, state: TransportState, address: String = "", detail: String? = nil, inUse: Bool? = nil,
        roundTripMs: Double? = nil, pathPayloadBytes: Int? = nil, attempts: UInt64? = nil,
        failures: [String: UInt64]? = nil, lastFailure: TransportFailure? = nil, links: Int? = nil,
        accepted: UInt64? = nil, strangers: UInt64? = nil
    ) {
        self.name = name
        self.state = state
        self.address = address
        self.detail = detail
        self.inUse = inUse
        self.roundTripMs = roundTripMs.finite
        self.pathPayloadBytes = pathPayloadBytes
        self.attempts = attempts
        self.failures = failures
        self.lastFailure = lastFailure
        self.links = links
        self.accepted = accepted
        self.strangers = strangers
    }

    enum CodingKeys: String, CodingKey {
        case name
        case state
        case address
        case detail
        case inUse = "in_use"
        case roundTripMs = "round_trip_ms"
        case pathPayloadBytes = "path_payload_bytes"
        case attempts
        case failures
        case lastFailure = "last_failure"
        case links
        case accepted
        case strangers
    }
}

extension Double? {
    /// The number if it is one: JSON has no word for a number that is not finite.
    var finite: Double? { flatMap { $0.isFinite ? $0 : nil } }
}
