public import AuraPKI
public import AuraWire

/// What a server's state machine works with.
public struct ServerMachineConfiguration: Sendable {
    /// Our certificate and key.
    public var identity: Identity
    /// Checks clients.
    public var verifier: PeerVerifier
    /// Gives a verified client its addresses and settings under the session identifier it is called with, or says why
    /// not.
    public var admit: @Sendable (VerifiedPeer, SessionID) -> Result<Welcome, Refusal>
    /// Clocks.
    public var timing = SessionTiming()
    /// What strangers may cost.
    public var limits = HandshakeLimits()
    /// How far packet counters go.
    public var packetLimits = PacketLimits()
    /// Where fresh keys come from.
    public var keys = HandshakeKeySource.random

    /// Takes what has no default.
    public init(
        identity: Identity, verifier: PeerVerifier,
        admit: @escaping @Sendable (VerifiedPeer, SessionID) -> Result<Welcome, Refusal>
    ) {
        self.identity = identity
        self.verifier = verifier
        self.admit = admit
    }

    /// A verified client that gets no session, and what it is told.
    public struct Refusal: Error, Sendable {
        /// What the client is told.
        public let reason: GoodbyeReason

        /// Makes a refusal.
        public init(_ reason: GoodbyeReason) {
            self.reason = reason
        }
    }
}
