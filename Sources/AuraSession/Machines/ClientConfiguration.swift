public import AuraPKI

/// What a client's state machine works with.
public struct ClientConfiguration: Sendable {
    /// Our certificate and key.
    public var identity: Identity
    /// Checks the server.
    public var verifier: PeerVerifier
    /// Clocks.
    public var timing = SessionTiming()
    /// Lengths and bounds of handshakes.
    public var limits = HandshakeLimits()
    /// How far packet counters go.
    public var packetLimits = PacketLimits()
    /// Where fresh keys come from.
    public var keys = HandshakeKeySource.random

    /// Takes the identity and the verifier; the rest has defaults.
    public init(identity: Identity, verifier: PeerVerifier) {
        self.identity = identity
        self.verifier = verifier
    }
}
