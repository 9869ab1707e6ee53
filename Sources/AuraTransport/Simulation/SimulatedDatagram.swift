public import AuraWire

/// A datagram that was put on a simulated wire.
public struct SimulatedDatagram: Hashable, Sendable {
    /// What became of a datagram.
    public enum Fate: Hashable, Sendable {
        /// It arrives.
        case delivered
        /// It arrives twice.
        case duplicated
        /// The wire lost it.
        case lost
        /// It was larger than the wire takes.
        case tooLarge
        /// The direction was blocked.
        case blocked
    }

    /// When it was sent.
    public let sentAt: ContinuousClock.Instant
    /// Who sent it.
    public let source: SocketAddress
    /// Whom it was for.
    public let destination: SocketAddress
    /// Its bytes.
    public let bytes: [UInt8]
    /// What became of it.
    public let fate: Fate
}

/// A datagram that arrives.
public struct Delivery: Hashable, Sendable {
    /// When.
    public let at: ContinuousClock.Instant
    /// Who sent it.
    public let source: SocketAddress
    /// Where it arrives.
    public let destination: SocketAddress
    /// Its bytes.
    public let bytes: [UInt8]
}
