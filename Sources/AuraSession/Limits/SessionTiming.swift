/// The clocks of a session (PROTOCOL.md, "Timers").
public struct SessionTiming: Sendable {
    /// When a message of a handshake is sent again, counted from the first time it was sent.
    public var retransmissions: [Duration] = [.milliseconds(300), .milliseconds(800), .milliseconds(1_600)]
    /// When a handshake is given up, counted from the first time that the message in hand was sent.
    public var attemptLifetime = Duration.milliseconds(2_500)
    /// The pause after the first failed handshake; it doubles from failure to failure.
    public var firstBackoff = Duration.milliseconds(200)
    /// The longest pause between handshakes.
    public var maximumBackoff = Duration.milliseconds(1_500)
    /// The pause after the server said that another session has taken our place, or that it does not want us.
    public var refusalBackoff = Duration.seconds(30)
    /// Age at which keys are replaced by a new handshake.
    public var rekeyAfter = Duration.seconds(120)
    /// Up to this much is taken off ``rekeyAfter`` at random, so that clients do not come all at once.
    public var rekeyJitter = Duration.seconds(10)
    /// Age at which keys are used no more, whatever came of the new handshake.
    public var rejectAfter = Duration.seconds(180)
    /// How long replaced keys still open what was under way.
    public var grace = Duration.seconds(30)
    /// Silence after something was sent, before the peer is asked whether it is there.
    public var probeAfter = Duration.milliseconds(500)
    /// The pause between such questions.
    public var probeInterval = Duration.milliseconds(300)
    /// Silence after something was sent, after which the link counts as dead and a handshake begins.
    public var deadAfter = Duration.milliseconds(1_500)
    /// Silence after which a server forgets a session. Its client's address stays reserved.
    public var idleAfter = Duration.seconds(180)

    /// The times above.
    public init() {}
}
