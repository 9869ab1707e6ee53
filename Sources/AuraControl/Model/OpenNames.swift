// The words of the model are open: a reader that is older than the node must show a word it does not know, not
// refuse the whole answer.

/// Which end of the tunnel a node is: `server` or `client`.
public struct NodeRole: RawRepresentable, Codable, Hashable, Sendable {
    /// The node that accepts clients.
    public static let server = NodeRole(rawValue: "server")
    /// The node that dials a server.
    public static let client = NodeRole(rawValue: "client")

    /// The word used in JSON.
    public let rawValue: String

    /// Takes any word, also one that this version does not know.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// What one transport is doing: `listening`, `connected`, `connecting`, `off` or `failed`.
public struct TransportState: RawRepresentable, Codable, Hashable, Sendable {
    /// A server has bound it and takes links.
    public static let listening = TransportState(rawValue: "listening")
    /// A client's session is on it.
    public static let connected = TransportState(rawValue: "connected")
    /// A client is trying it.
    public static let connecting = TransportState(rawValue: "connecting")
    /// Not enabled, or not in use.
    public static let off = TransportState(rawValue: "off")
    /// Enabled and not working; the detail says why.
    public static let failed = TransportState(rawValue: "failed")

    /// The word used in JSON.
    public let rawValue: String

    /// Takes any word, also one that this version does not know.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// Where one session is in its life: `connecting`, `established`, `rekeying` or `lost`.
public struct SessionState: RawRepresentable, Codable, Hashable, Sendable {
    /// The handshake is not finished.
    public static let connecting = SessionState(rawValue: "connecting")
    /// Packets flow.
    public static let established = SessionState(rawValue: "established")
    /// Packets flow under the old keys while new ones are being agreed.
    public static let rekeying = SessionState(rawValue: "rekeying")
    /// The peer has not been heard for too long.
    public static let lost = SessionState(rawValue: "lost")

    /// The word used in JSON.
    public let rawValue: String

    /// Takes any word, also one that this version does not know.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }
}

/// Whether a node has a bridges manifest to go by: `none`, `valid` or `expired`.
public struct BridgesState: RawRepresentable, Codable, Hashable, Sendable {
    /// There is none.
    public static let none = BridgesState(rawValue: "none")
    /// It is in force.
    public static let valid = BridgesState(rawValue: "valid")
    /// Its time is over, and there is no newer one.
    public static let expired = BridgesState(rawValue: "expired")

    /// The word used in JSON.
    public let rawValue: String

    /// Takes any word, also one that this version does not know.
    public init(rawValue: String) {
        self.rawValue = rawValue
    }
}
