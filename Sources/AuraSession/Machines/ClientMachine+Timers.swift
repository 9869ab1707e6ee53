internal import AuraWire

extension ClientMachine {
    /// Does what is due.
    public mutating func tick(now: ContinuousClock.Instant, wall: WallTime) {
        guard !isStopped else { return }
        tickAttempt(now)
        if let session { tick(session, now) }
        guard !isWaitingForPath, !hasAttempt(), now >= nextAttempt, let cause = causeForHandshake(now) else { return }
        isWaitingForPath = true
        effects.append(.needsPath(cause))
    }

    /// When ``tick(now:wall:)`` should be called next; `nil` while only something from outside can bring us on.
    public mutating func nextDeadline(now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard !isStopped else { return nil }
        var deadlines: [ContinuousClock.Instant] = []
        if let deadline = attemptDeadline() { deadlines.append(deadline) }
        if let session { deadlines += self.deadlines(of: session, now) }
        if !isWaitingForPath, !hasAttempt(), let due = handshakeDue() { deadlines.append(max(due, nextAttempt)) }
        return deadlines.min()
    }

    private var timing: SessionTiming { configuration.timing }

    /// Sends the flight again, or gives the handshake up.
    private mutating func tickAttempt(_ now: ContinuousClock.Instant) {
        guard let deadline = attemptDeadline(), now >= deadline else { return }
        var taken = ClientAttempt.none
        swap(&taken, &attempt)
        switch consume taken {
        case .none: break
        case .awaitingReply(let initiator, var outgoing):
            guard now < outgoing.end(timing) else { return fail(.timeout, now: now) }
            effects.append(.transmit(outgoing.flight.next(), outgoing.path))
            attempt = .awaitingReply(initiator, outgoing)
        case .awaitingWelcome(let keys, let peer, var outgoing):
            guard now < outgoing.end(timing) else { return fail(.timeout, now: now) }
            effects.append(.transmit(outgoing.flight.next(), outgoing.path))
            attempt = .awaitingWelcome(keys, peer, outgoing)
        }
    }

    /// Keeps the path open, asks a silent server whether it is there, and lets go of keys that are too old.
    private mutating func tick(_ session: Session, _ now: ContinuousClock.Instant) {
        table.remove(session.forgetReplacedKeys(now: now))
        let pulse = session.pulse
        guard now - pulse.keyed < timing.rejectAfter else { return end(session, .expired) }
        if pulse.wantsRekey { rekeyAt = min(rekeyAt, now) }
        guard now >= nextPing(pulse) else { return }
        let token = UInt64.random(in: .min ... .max, using: &random)
        lastPing = (token, now)
        send(.ping(token: token, padding: Int.random(in: 0...64, using: &random)), now: now)
    }

    private func deadlines(of session: Session, _ now: ContinuousClock.Instant) -> [ContinuousClock.Instant] {
        let pulse = session.pulse
        let deadlines = [pulse.keyed + timing.rejectAfter, nextPing(pulse)]
        // While packets go out, some may stay unanswered without anyone telling us: look again.
        let nextLook = pulse.lastSent + timing.probeAfter
        return now < nextLook ? deadlines + [nextLook] : deadlines
    }

    /// A ping is due after silence that something of ours should have broken, or when all has been quiet for long.
    private func nextPing(_ pulse: Session.Pulse) -> ContinuousClock.Instant {
        guard let since = pulse.unansweredSince else {
            // A ping that could not be sealed counts too, or it would be due for ever.
            return max(pulse.lastSent, lastPing?.sent ?? pulse.lastSent) + keepalive
        }
        guard let ping = lastPing, ping.sent >= since else { return since + timing.probeAfter }
        return ping.sent + timing.probeInterval
    }

    private mutating func causeForHandshake(_ now: ContinuousClock.Instant) -> HandshakeCause? {
        guard let session else { return .start }
        if let since = session.pulse.unansweredSince, now - since >= timing.deadAfter { return .silence }
        return now >= rekeyAt ? .rekey : nil
    }

    /// When a handshake will be wanted, as things stand.
    private func handshakeDue() -> ContinuousClock.Instant? {
        guard let session else { return nextAttempt }
        guard let since = session.pulse.unansweredSince else { return rekeyAt }
        return min(rekeyAt, since + timing.deadAfter)
    }

    private func hasAttempt() -> Bool {
        switch attempt {
        case .none: false
        case .awaitingReply: true
        case .awaitingWelcome: true
        }
    }

    /// The index under which a Welcome is awaited.
    func awaitedIndex() -> UInt32? {
        switch attempt {
        case .none: nil
        case .awaitingReply: nil
        case .awaitingWelcome(let keys, _, _): keys.localIndex
        }
    }

    private func attemptDeadline() -> ContinuousClock.Instant? {
        switch attempt {
        case .none: nil
        case .awaitingReply(_, let outgoing): outgoing.deadline(timing)
        case .awaitingWelcome(_, _, let outgoing): outgoing.deadline(timing)
        }
    }
}
