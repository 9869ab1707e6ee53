/// The bounds and the times of the QUIC transport. Durations are nanoseconds unless a comment says otherwise.
public enum QUICLimits {
    /// What every path carries: UDP payload, in bytes (RFC 9000, section 14).
    public static let leastPathPayload = 1_200
    /// Connections of a server that have not proved the outer key. One more takes the place of the oldest.
    public static let maximumUnproved = 512
    /// Unproved connections with an unproved address beyond which newcomers are sent round by a Retry.
    public static let unvalidatedBeforeRetry = 64
    /// Newcomers with an unproved address in a second, beyond which they are sent round too.
    public static let newcomersBeforeRetry = 200
    /// Newcomers with a proved address in a second; whoever comes then is passed over, and tries again.
    public static let validatedNewcomers = 400
    /// Links open at once on one listener; whoever comes then is refused.
    public static let maximumLinks = 4_096
    /// Stateless resets and version negotiations in a second.
    public static let statelessAnswers = 200
    /// The shortest and the longest stateless reset, in bytes; what would be answered with a longer one is not answered.
    static let leastReset = 39
    static let mostReset = 43
    /// Ended connections whose late packets are still answered; one more takes the place of the oldest.
    public static let maximumEnded = 1_024
    /// Answers of the listener itself that wait to be sent.
    static let maximumReplies = 256
    /// Those of them that send newcomers round, and those of all of them that go before the links' own packets: half of
    /// what is sent at a time, so that a flood of questions leaves room for those who have a link.
    package static let repliesAtATime = QUICOutgoing.capacity / 2

    /// Datagrams that wait to be sent on one link.
    public static let maximumQueuedDatagrams = chunkDatagrams * maximumChunks
    /// Their bytes.
    public static let maximumQueuedBytes = chunkBytes * maximumChunks
    /// How long a datagram may wait behind others, in milliseconds at the pace of the path as it is known: whoever sends
    /// must learn soon that there are too many.
    public static let queuedMilliseconds: UInt64 = 10
    /// Bytes that may always wait: one super-packet cut into datagrams, and a little more.
    public static let leastQueuedBytes = 72 << 10
    static let chunkDatagrams = 128
    static let chunkBytes = 128 * 1_452
    static let maximumChunks = 8
    /// Empty chunks kept for all links together.
    static let idleChunks = 32
    /// Datagrams kept for a client that has not been started yet.
    public static let datagramsBeforeStart = chunkDatagrams

    /// Bytes that may wait on a path that takes `pace` of them in a second.
    static func queuedBytes(atPace pace: UInt64) -> Int {
        let share = pace / 1_000 &* queuedMilliseconds
        return max(leastQueuedBytes, Int(clamping: min(share, UInt64(maximumQueuedBytes))))
    }

    /// Bytes that may go at once, whatever the library thinks: what the path takes in a tenth of a millisecond. On fast
    /// paths that makes for fewer and larger sends.
    static func burst(atPace pace: UInt64) -> Int { Int(clamping: pace / 10_000) }

    static let second: UInt64 = 1_000_000_000
    static let millisecond: UInt64 = 1_000_000
    /// From a client's first packet to its proof.
    static let provingTime = 10 * second
    /// Between two sends of the same proof.
    static let proofInterval = 200 * millisecond
    /// Silence that ends a connection.
    static let idleTimeout = 30 * second
    /// How long traffic counts as recent.
    static let recentTime = 5 * second
    /// Heartbeats while there is recent traffic.
    static let heartbeatInterval = second
    /// Heartbeats while what was sent is unanswered.
    static let urgentInterval = 500 * millisecond
    /// Heartbeats of an idle client, so that NAT boxes do not forget it.
    static let idleInterval = 15 * second
    /// Nothing acknowledged for so long, though something was sent: the link is given up. The client, which can do
    /// something about it, is the first to know.
    static let clientPatience = 4 * second
    static let serverPatience = 6 * second
    /// The same: the link is suspect.
    static let suspicionTime = second
    /// Probe timeouts in a row that make a link suspect.
    static let suspectProbes: UInt64 = 3
    /// Large datagrams lost in a row, for `blackHoleTime`, that show that the path takes only small ones now.
    static let blackHoleLosses: UInt64 = 10
    static let blackHoleTime = second
    /// Until large datagrams are tried again: after an outage, and after they were lost.
    static let shortClamp = second
    static let longClamp = 60 * second
    /// How long late packets of an ended connection are answered.
    static let endedTime = 3 * second

    /// A third of the time in which the library validates a path, at least: its guess of the probe timeout of a path of
    /// which it knows nothing.
    static let leastValidation = 1_050 * millisecond

    /// Connection ids that the peer may give us at a time.
    static let connectionIDs: UInt64 = 6
    /// Bytes of a packet around a session's datagram besides the peer's connection id: first byte, packet number, tag,
    /// DATAGRAM frame header, and the MAX_STREAMS frame that goes along.
    static let packetOverhead = 1 + 4 + 16 + 3 + 5
    /// Tries to place a datagram in a packet of its own before it is taken to be too large.
    static let placingTries = 8
}
