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
    public var probeAfter = Duration.milliseconds(250)
    /// The pause between such questions, and between probes of other paths.
    public var probeInterval = Duration.milliseconds(200)
    /// The same once the peer has been silent for ``patience``.
    public var slowProbeInterval = Duration.seconds(1)
    /// How long questions follow each other quickly.
    public var patience = Duration.seconds(2)
    /// Silence after something was sent, after which other paths are tried. Two round trips are added.
    public var suspectAfter = Duration.milliseconds(400)
    /// How often a path that carries traffic is asked with a ping of full size.
    public var verifyInterval = Duration.milliseconds(1_500)
    /// How long a path that was moved to is asked as if it carried traffic: what was under way waits for its own timers,
    /// and nothing else would show that this path fails, too.
    public var vigil = Duration.seconds(15)
    /// How long such pings may stay unanswered while other packets come, before other paths are tried. Two round trips
    /// are added.
    public var partialAfter = Duration.milliseconds(1_500)
    /// What two round trips may add at most.
    public var maximumSlack = Duration.seconds(2)
    /// How long probes of a session may stay unanswered, before the server is taken to have forgotten the session.
    public var offerAfter = Duration.milliseconds(600)
    /// How long a search for a path may last with full-size probes unanswered, before one is taken that carries small
    /// ones only.
    public var narrowAfter = Duration.seconds(2)
    /// How often a path that carries small datagrams only is tried with large ones.
    public var widenInterval = Duration.seconds(5)
    /// How long a search for a path lasts at most.
    public var raceLifetime = Duration.seconds(8)
    /// Probes that a better path must answer, of at most two more than that.
    public var trialProbes = 3
    /// How long a better path is tried. Two round trips are added.
    public var trialLifetime = Duration.milliseconds(1_500)
    /// Silence after which a server forgets a session. Its client's address stays reserved.
    public var idleAfter = Duration.seconds(180)

    /// The times above.
    public init() {}

    /// Has keys replaced sooner: when they are `age` old, less up to a twelfth of it. Not later than without.
    public mutating func rekey(after age: Duration) {
        rekeyAfter = min(rekeyAfter, age)
        rekeyJitter = min(rekeyJitter, age / 12)
    }
}
