internal import AuraPKI
internal import AuraWire
internal import Crypto

/// A client's side of a session, without any I/O: handshakes, rekeys, liveness and goodbyes.
///
/// Time is passed in. Feed it what arrives, call ``tick(now:wall:)`` at ``nextDeadline``, and carry out what
/// ``takeEffects()`` returns. One thread owns it; the packets themselves go through ``Session`` on others.
public struct ClientMachine: ~Copyable {
    let configuration: ClientConfiguration
    let table: SessionTable
    var random: RandomSource
    private let staticKey: Curve25519.KeyAgreement.PrivateKey

    /// The session in use, if there is one.
    public internal(set) var session: Session?
    /// The last measured time from a ping to its pong.
    public internal(set) var roundTrip: Duration?
    var attempt = ClientAttempt.none
    var reassembler: Reassembler
    /// The session whose new keys wait to be confirmed; the one in use, unless there is none yet.
    var prepared: Session?
    var effects: [ClientEffect] = []
    var cookie: [UInt8] = []
    var backoff: Backoff
    /// Not before this is another handshake begun.
    var nextAttempt: ContinuousClock.Instant
    var isWaitingForPath = false
    var isStopped = false
    /// What to add to our clock to have the server's, once it has told us.
    var clockOffset: UInt64 = 0
    var keepalive = Duration.seconds(15)
    var rekeyAt: ContinuousClock.Instant
    var lastPing: (token: UInt64, sent: ContinuousClock.Instant)?

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
        reassembler = Reassembler(maximum: 8, lifetime: configuration.limits.assemblyLifetime)
        nextAttempt = now
        rekeyAt = now
    }

    /// What is to be done now, in order; asking empties the list.
    public mutating func takeEffects() -> [ClientEffect] {
        defer { effects = [] }
        return effects
    }

    /// Begins a handshake over `path`, instead of any in progress.
    public mutating func begin(over path: SessionPath, now: ContinuousClock.Instant, wall: WallTime) {
        isWaitingForPath = false
        abandonAttempt()
        let index = table.freshIndex(using: &random)
        var initiator = Initiator(index: index, staticKey: staticKey, keys: configuration.keys)
        do throws(HandshakeFailure) {
            let length = Int.random(in: configuration.limits.firstMessageLength, using: &random)
            let message = try initiator.firstMessage(at: wall.moved(by: clockOffset), cookie: cookie, length: length)
            let bearsCookie = !cookie.isEmpty
            cookie = []
            var outgoing = ClientAttempt.Outgoing(
                flight: Flight(message: 1, bytes: message, senderIndex: index, receiverIndex: 0, using: &random),
                path: path, sent: now, bearsCookie: bearsCookie)
            effects.append(.transmit(outgoing.flight.next(), path))
            attempt = .awaitingReply(initiator, outgoing)
        } catch {
            fail(error, now: now)
        }
    }

    /// Says that no path was found; ``ClientEffect/needsPath(_:)`` comes again after a pause.
    public mutating func pathUnavailable(now: ContinuousClock.Instant) {
        isWaitingForPath = false
        nextAttempt = now + backoff.next(using: &random)
    }

    /// Ends the session, telling the server. The machine wants nothing more after that.
    public mutating func stop(now: ContinuousClock.Instant) {
        isStopped = true
        abandonAttempt()
        guard let session else { return }
        send(.goodbye(.shutdown), now: now)
        end(session, .stopped)
    }

    mutating func fail(_ failure: HandshakeFailure, now: ContinuousClock.Instant) {
        abandonAttempt()
        var pause = backoff.next(using: &random)
        // A server that is only stopping will be back soon.
        if case .refused(let reason) = failure, reason != .shutdown { pause = configuration.timing.refusalBackoff }
        nextAttempt = now + pause
        effects.append(.failed(failure, retryAfter: pause))
    }

    /// A session in use keeps the keys that it has prepared: the server may be sealing with them already.
    mutating func abandonAttempt() {
        if let prepared, prepared !== session, let index = prepared.abandonPrepared() { table.remove([index]) }
        prepared = nil
        attempt = .none
    }

    mutating func end(_ session: Session, _ reason: SessionEnd) {
        table.remove(session.forgetKeys(except: awaitedIndex()))
        self.session = nil
        effects.append(.lost(session, reason))
    }

    /// Seals a control message and sends it; without keys there is nobody to tell.
    mutating func send(_ message: ControlMessage, now: ContinuousClock.Instant) {
        guard let sealed = try? session?.seal(message, now: now) else { return }
        effects.append(.transmit([sealed.datagram], sealed.path))
    }
}
