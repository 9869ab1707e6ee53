public import AuraPKI
internal import AuraWire
internal import Crypto

/// A client's side of a session, without any I/O: handshakes, rekeys, liveness, the choice of a path, and goodbyes.
///
/// Time is passed in. Feed it what arrives, call ``tick(now:wall:)`` at ``nextDeadline(now:)``, and carry out what
/// ``takeEffects()`` returns. One thread owns it; the packets themselves go through ``Session`` on others.
public struct ClientMachine: ~Copyable {
    var configuration: ClientConfiguration
    let table: SessionTable
    var random: RandomSource
    private let staticKey: Curve25519.KeyAgreement.PrivateKey

    /// The session in use, if there is one.
    public internal(set) var session: Session?
    var liveness: Liveness
    /// First messages that are out, by the index that names them.
    var offers: [UInt32: Offer] = [:]
    /// The handshake whose first message was answered.
    var awaited: AwaitedWelcome?
    /// The search for a path that is under way.
    var race: Race?
    /// The better path that is being tried.
    var trial: Trial?
    var reassembler: Reassembler
    /// The session whose new keys wait to be confirmed; the one in use, unless there is none yet.
    var prepared: Session?
    var effects: [ClientEffect] = []
    var backoff: Backoff
    /// Not before this is another handshake or search begun.
    var nextAttempt: ContinuousClock.Instant
    var isStopped = false
    /// True while the link of the path in use is gone.
    var isStranded = false
    /// True after a search that came to nothing, until the path in use answers again.
    var isDoubtful = false
    /// True while the path in use carries small datagrams only.
    var isNarrow = false
    /// When a narrow path is tried with large datagrams.
    var nextWidening: ContinuousClock.Instant
    /// What to add to our clock to have the server's, once it has told us.
    var clockOffset: UInt64 = 0
    var keepalive = Duration.seconds(15)
    /// The longest inner packet in bytes, as the server said.
    var mtu = 0
    var rekeyAt: ContinuousClock.Instant
    var manifests: ManifestReader

    /// Makes a machine that wants a session at once. Its sessions are found in `table`.
    public init(
        _ configuration: ClientConfiguration, table: SessionTable, random: RandomSource = RandomSource(),
        now: ContinuousClock.Instant
    ) {
        self.configuration = configuration
        staticKey = configuration.keys.keyAgreement()
        self.table = table
        self.random = random
        backoff = Backoff(timing: configuration.timing)
        liveness = Liveness(now: now)
        reassembler = Reassembler(maximum: 8, lifetime: configuration.limits.assemblyLifetime)
        nextAttempt = now
        rekeyAt = now
        nextWidening = now
        manifests = ManifestReader(now: now)
    }

    /// The time from a ping to its pong on the path in use, smoothed.
    public var roundTrip: Duration? { liveness.roundTrip }

    /// Checks servers with `verifier` in handshakes from now on; the session in use goes on until its next one.
    public mutating func replaceVerifier(_ verifier: PeerVerifier) {
        configuration.verifier = verifier
    }

    /// What is to be done now, in order; asking empties the list.
    public mutating func takeEffects() -> [ClientEffect] {
        defer { effects = [] }
        return effects
    }

    /// Ends the session, telling the server. The machine wants nothing more after that.
    public mutating func stop(now: ContinuousClock.Instant) {
        isStopped = true
        race = nil
        trial = nil
        abandonHandshakes(now: now)
        guard let session else { return }
        send(.goodbye(.shutdown), now: now)
        end(session, .stopped)
    }

    /// Sends a first message over `path`, beside those that are out over others.
    mutating func offer(over path: SessionPath, cookie: [UInt8] = [], now: ContinuousClock.Instant, wall: WallTime) {
        let index = table.freshIndex(using: &random)
        var initiator = Initiator(index: index, staticKey: staticKey, keys: configuration.keys)
        do throws(HandshakeFailure) {
            let length = Int.random(in: configuration.limits.firstMessageLength, using: &random)
            let message = try initiator.firstMessage(at: wall.moved(by: clockOffset), cookie: cookie, length: length)
            var outgoing = Outgoing(
                flight: Flight(message: 1, bytes: message, senderIndex: index, receiverIndex: 0, using: &random),
                path: path, sent: now, bearsCookie: !cookie.isEmpty)
            effects.append(.transmit(outgoing.flight.next(), path))
            offers[index] = Offer(initiator, outgoing)
        } catch {
            fail(error, now: now)
        }
    }

    /// Gives up what is under way; another attempt comes after a pause.
    mutating func fail(_ failure: HandshakeFailure, now: ContinuousClock.Instant) {
        abandonHandshakes(now: now)
        // The search has tried the path in use with large datagrams all the time.
        if race != nil { nextWidening = max(nextWidening, now + configuration.timing.widenInterval) }
        race = nil
        isDoubtful = session != nil
        var pause = backoff.next(using: &random)
        // A server that is only stopping will be back soon.
        if case .refused(let reason) = failure, reason != .shutdown { pause = configuration.timing.refusalBackoff }
        nextAttempt = now + pause
        effects.append(.failed(failure, retryAfter: pause))
    }

    /// A session in use keeps the keys that it has prepared: the server may be sealing with them already.
    mutating func abandonHandshakes(now: ContinuousClock.Instant) {
        // After message 3 the server may be at the handshake's path already, and packets under our keys would not bring
        // it back: only a newer handshake will.
        if awaited != nil, session != nil { rekeyAt = min(rekeyAt, now) }
        if let prepared, prepared !== session, let index = prepared.abandonPrepared() { table.remove([index]) }
        prepared = nil
        awaited = nil
        offers = [:]
    }

    mutating func end(_ session: Session, _ reason: SessionEnd) {
        table.remove(session.forgetKeys(except: awaited?.keys.localIndex))
        self.session = nil
        race?.forgetAnswers()
        manifests.forgetSession()
        isStranded = false
        isNarrow = false
        endTrial(false)
        effects.append(.lost(session, reason))
    }

    /// Seals a control message and sends it, over the path in use unless another is given; without keys there is nobody
    /// to tell.
    mutating func send(_ message: ControlMessage, over path: SessionPath? = nil, now: ContinuousClock.Instant) {
        guard let sealed = try? session?.seal(message, over: path, now: now) else { return }
        effects.append(.transmit([sealed.datagram], sealed.path))
    }
}
