internal import AuraWire

extension ClientMachine {
    /// Does what is due.
    public mutating func tick(now: ContinuousClock.Instant, wall: WallTime) {
        guard !isStopped else { return }
        tickOffers(now)
        tickAwaited(now)
        if let session { tick(session, now) }
        tickManifest(now)
        tickTrial(now)
        tickRace(now, wall: wall)
        if race == nil, now >= nextAttempt { beginWhatIsDue(now, wall: wall) }
        // A search probes the path in use along with the others.
        if race == nil, let session { pingIfDue(session, now) }
        noteRecovery()
    }

    /// The path in use answers again after a search that came to nothing.
    private mutating func noteRecovery() {
        guard isDoubtful, race == nil, trial == nil, !isStranded, let session else { return }
        guard session.pulse.unansweredSince == nil else { return }
        isDoubtful = false
        effects.append(.settled(session.path, isNarrow: isNarrow))
    }

    private mutating func beginWhatIsDue(_ now: ContinuousClock.Instant, wall: WallTime) {
        if let cause = causeForRace(now) {
            startRace(cause, now: now)
        } else if let session, now >= rekeyAt, !isShakingHands {
            effects.append(.rekeying(session))
            offer(over: session.path, now: now, wall: wall)
        }
    }

    /// When ``tick(now:wall:)`` should be called next; `nil` while only something from outside can bring us on.
    public mutating func nextDeadline(now: ContinuousClock.Instant) -> ContinuousClock.Instant? {
        guard !isStopped else { return nil }
        var deadlines = offers.values.map { $0.outgoing.deadline(timing) }
        if let awaited { deadlines.append(awaited.outgoing.deadline(timing)) }
        if let session { deadlines += self.deadlines(of: session, now) }
        if let due = manifests.deadline { deadlines.append(due) }
        if let trial { deadlines.append(min(trial.ends, trial.nextProbe)) }
        if isNarrow, trial == nil, race == nil, session != nil { deadlines.append(nextWidening) }
        if let race {
            deadlines.append(deadline(of: race))
        } else if let due = attemptDue() {
            deadlines.append(max(due, nextAttempt))
        }
        return deadlines.min()
    }

    /// Sends first messages again, or gives them up.
    private mutating func tickOffers(_ now: ContinuousClock.Instant) {
        for (index, offer) in offers where now >= offer.outgoing.deadline(timing) {
            if now < offer.outgoing.end(timing) {
                effects.append(.transmit(offer.outgoing.flight.next(), offer.outgoing.path))
            } else {
                offers[index] = nil
                if race == nil, offers.isEmpty, awaited == nil { fail(.timeout, now: now) }
            }
        }
    }

    private mutating func tickAwaited(_ now: ContinuousClock.Instant) {
        guard var awaited, now >= awaited.outgoing.deadline(timing) else { return }
        guard now < awaited.outgoing.end(timing) else { return fail(.timeout, now: now) }
        effects.append(.transmit(awaited.outgoing.flight.next(), awaited.outgoing.path))
        self.awaited = awaited
    }

    /// Lets go of keys that are too old.
    private mutating func tick(_ session: Session, _ now: ContinuousClock.Instant) {
        table.remove(session.forgetReplacedKeys(now: now))
        let pulse = session.pulse
        guard now - pulse.keyed < timing.rejectAfter else { return end(session, .expired) }
        if pulse.wantsRekey { rekeyAt = min(rekeyAt, now) }
    }

    /// Keeps the path open, and asks a silent server whether it is there.
    private mutating func pingIfDue(_ session: Session, _ now: ContinuousClock.Instant) {
        let pulse = session.pulse
        guard now >= liveness.nextPing(pulse, keepalive: keepalive, timing) else { return }
        ping(isFull: !isNarrow && liveness.isActive(pulse), now: now)
    }

    private func deadlines(of session: Session, _ now: ContinuousClock.Instant) -> [ContinuousClock.Instant] {
        let pulse = session.pulse
        var deadlines = [pulse.keyed + timing.rejectAfter]
        if race == nil { deadlines.append(liveness.nextPing(pulse, keepalive: keepalive, timing)) }
        // While packets come and go, some may stay unanswered without anyone telling us: look again.
        let isQuiet = now - max(pulse.lastSent, pulse.lastReceived) >= timing.vigil
        return isQuiet ? deadlines : deadlines + [now + timing.probeAfter]
    }

    private func causeForRace(_ now: ContinuousClock.Instant) -> PathCause? {
        guard let session else { return isShakingHands ? nil : .start }
        if isStranded { return .closed }
        guard let suspicion = liveness.suspicion(session.pulse, timing), now >= suspicion.at else { return nil }
        return suspicion.cause
    }

    /// When a search or a handshake will be wanted, as things stand.
    private func attemptDue() -> ContinuousClock.Instant? {
        guard let session else { return isShakingHands ? nil : nextAttempt }
        if isStranded { return nextAttempt }
        let suspicion = liveness.suspicion(session.pulse, timing)?.at
        guard !isShakingHands else { return suspicion }
        return min(rekeyAt, suspicion ?? rekeyAt)
    }

    private var isShakingHands: Bool { awaited != nil || !offers.isEmpty }
}
