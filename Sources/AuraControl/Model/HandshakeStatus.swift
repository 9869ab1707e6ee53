/// Handshakes since the node started.
public struct HandshakeStatus: Codable, Hashable, Sendable {
    /// Handshakes that ended in a session.
    public var accepted: UInt64
    /// Handshakes that did not, by reason.
    public var rejected: [String: UInt64]

    /// Counters that start at zero unless given.
    public init(accepted: UInt64 = 0, rejected: [String: UInt64] = [:]) {
        self.accepted = accepted
        self.rejected = rejected
    }
}
