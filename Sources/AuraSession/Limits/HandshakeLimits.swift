/// What a peer that has proved nothing yet may make us hold or do (PROTOCOL.md, "Limits").
public struct HandshakeLimits: Sendable {
    /// Length of message 1 before it is cut into fragments, in bytes. The lower bound is above any message 2, so that no
    /// answer to an unproven address is longer than its question; within the bounds the length is drawn at random.
    public var firstMessageLength = 2_500...3_200
    /// The longest message 2, in bytes. A server whose certificate makes it longer refuses to start.
    public var maximumSecondMessage = 2_400
    /// The longest server certificate in DER that fits into message 2, with a little room for its padding, in bytes.
    public static let maximumServerCertificate = 1_024
    /// How far a first message's time may be from ours, in milliseconds.
    public var clockTolerance: UInt64 = 300_000
    /// First messages remembered against replay in each of two generations. A generation lasts ``clockTolerance``
    /// doubled, so that a message is remembered for as long as its time would be accepted.
    public var replayMemory = 262_144
    /// First messages remembered that were asked for a cookie, in each of two generations; the oldest go.
    public var cookieMemory = 16_384
    /// Messages being put together from fragments, at most; the oldest goes.
    public var maximumAssemblies = 1_024
    /// How long fragments wait for the rest.
    public var assemblyLifetime = Duration.seconds(3)
    /// Handshakes answered and not finished, at most; further ones are dropped.
    public var maximumPending = 1_024
    /// How long an answered handshake waits for message 3, and a finished one for its repetitions.
    public var pendingLifetime = Duration.seconds(5)
    /// First messages a second that are answered without asking for a cookie.
    public var freeRate = 200.0
    /// First messages that may come at once before cookies are asked for.
    public var freeBurst = 400.0
    /// First messages a second and address (IPv6: /64) that are answered while cookies are asked for.
    public var addressRate = 50.0
    /// First messages that one address may send at once while cookies are asked for.
    public var addressBurst = 100.0
    /// Addresses whose rate is watched, at most; when there are more, the longest unseen is forgotten.
    public var maximumAddresses = 4_096
    /// How long a secret makes cookies; a cookie is good for one to two of these.
    public var cookieLifetime = Duration.seconds(120)

    /// The limits above.
    public init() {}
}
