internal import AuraWire

extension ClientMachine {
    /// A path that is ready to be used: it is probed, or a handshake begins over it. Ignored when none is looked for.
    public mutating func consider(_ path: SessionPath, now: ContinuousClock.Instant, wall: WallTime) {
        if race == nil {
            guard session == nil, !isStopped else { return }
            race = Race(.start, now: now)
        }
        let isNew = race?.add(path, now: now) == true
        guard isNew || session == nil else { return }
        if session != nil { probe(path, isFull: true, now: now) }
        guard awaited == nil, session == nil || race?.offers == true else { return }
        offer(over: path, now: now, wall: wall)
    }

    /// All that can be dialled has been.
    public mutating func noMorePaths(now: ContinuousClock.Instant) {
        race?.isDialling = false
        guard let race, race.candidates.isEmpty, awaited == nil else { return }
        fail(.timeout, now: now)
    }

    /// A link is gone: the session must leave it at once.
    public mutating func linkClosed(_ link: UInt32, now: ContinuousClock.Instant) {
        if trial?.path.link == link { endTrial(false) }
        race?.remove(link: link)
        for (index, offer) in offers where offer.outgoing.path.link == link { offers[index] = nil }
        if awaited?.outgoing.path.link == link { abandonHandshakes(now: now) }
        guard session?.path.link == link else { return }
        isStranded = true
        if race == nil { startRace(.closed, now: now) }
    }

    /// Looks for a path anew although the one in use has not failed yet.
    public mutating func look(_ cause: PathCause, now: ContinuousClock.Instant) {
        guard !isStopped, race == nil else { return }
        nextAttempt = now
        startRace(cause, now: now)
    }

    /// Tries a path that would be better than the one in use; ``ClientEffect/trialEnded(_:_:)`` says what came of it.
    public mutating func beginTrial(of path: SessionPath, now: ContinuousClock.Instant) {
        let isFree = trial == nil || trial?.path == session?.path
        guard isFree, race == nil, session != nil, session?.path != path else {
            return effects.append(.trialEnded(path, false))
        }
        trial = Trial(path, ends: now + timing.trialLifetime + slack, now: now)
        tickTrial(now)
    }

    /// Takes the answer to a probe.
    mutating func answered(_ token: UInt64, from path: SessionPath, now: ContinuousClock.Instant) {
        if let proof = race?.answered(token, from: path, now: now) {
            return settle(on: proof.path, roundTrip: proof.roundTrip, isNarrow: false, now: now)
        }
        trial?.answered(token, from: path, now: now)
        guard let trial, trial.answers >= timing.trialProbes else { return }
        endTrial(true)
        guard trial.path == session?.path else {
            return move(to: trial.path, .better, roundTrip: trial.lastRoundTrip, now: now)
        }
        isNarrow = false
        effects.append(.settled(trial.path, isNarrow: false))
    }
}

extension ClientMachine {
    mutating func startRace(_ cause: PathCause, now: ContinuousClock.Instant) {
        // What was on trial takes part from the start.
        let tried = trial?.path
        trial = nil
        race = Race(cause, now: now)
        for path in [isStranded ? nil : session?.path, tried].compactMap(\.self) { _ = race?.add(path, now: now) }
        // At once, so that a path that works after all is the first to answer.
        probeCandidates(now)
        effects.append(.needsPaths(cause))
    }

    /// Probes what takes part, begins handshakes when the server seems to have forgotten us, and gives up in the end.
    mutating func tickRace(_ now: ContinuousClock.Instant, wall: WallTime) {
        guard let race else { return }
        if session != nil, let path = race.narrow, now >= race.began + timing.narrowAfter {
            return settle(on: path, roundTrip: nil, isNarrow: true, now: now)
        }
        guard now < end(of: race) else { return fail(.timeout, now: now) }
        if session != nil, now >= race.nextProbe { probeCandidates(now) }
        guard let due = offersDue(in: race), now >= due else { return }
        self.race?.offers = true
        for path in race.candidates { offer(over: path, now: now, wall: wall) }
    }

    /// When handshakes begin over all candidates: a server that answers no probe may have forgotten the session.
    private func offersDue(in race: Race) -> ContinuousClock.Instant? {
        guard !race.offers, awaited == nil else { return nil }
        guard session == nil else { return race.began + timing.offerAfter + slack }
        return offers.isEmpty && !race.candidates.isEmpty ? race.began : nil
    }

    func deadline(of race: Race) -> ContinuousClock.Instant {
        var deadline = end(of: race)
        guard session != nil else { return min(deadline, offersDue(in: race) ?? deadline) }
        if race.narrow != nil { deadline = min(deadline, race.began + timing.narrowAfter) }
        return min(deadline, race.nextProbe, offersDue(in: race) ?? deadline)
    }

    /// The path has proved itself: the session goes there if it is not there yet, and tells the server.
    private mutating func settle(
        on path: SessionPath, roundTrip: Duration?, isNarrow: Bool, now: ContinuousClock.Instant
    ) {
        guard let race, let session else { return }
        self.race = nil
        isStranded = false
        isDoubtful = false
        self.isNarrow = isNarrow
        nextWidening = now + timing.widenInterval
        backoff.reset()
        if session.path == path {
            session.move(to: path)
            liveness.restart(roundTrip: roundTrip, vigil: timing.vigil, now: now)
            ping(isFull: false, now: now)
        } else {
            move(to: path, race.cause, roundTrip: roundTrip, now: now)
        }
        // A handshake that is nearly done over this very path goes on; one over another would lead the server there.
        if awaited?.outgoing.path == path { offers = [:] } else { abandonHandshakes(now: now) }
        effects.append(.settled(path, isNarrow: isNarrow))
    }

    private mutating func move(
        to path: SessionPath, _ cause: PathCause, roundTrip: Duration?, now: ContinuousClock.Instant
    ) {
        guard let session else { return }
        let old = session.path
        let silence = session.pulse.unansweredSince.map { now - $0 }
        session.move(to: path)
        isStranded = false
        if cause == .better { isNarrow = false }
        liveness.restart(roundTrip: roundTrip, vigil: timing.vigil, now: now)
        // A handshake over the path that was left would lead the server back there.
        if awaited?.outgoing.path != path { abandonHandshakes(now: now) }
        ping(isFull: false, now: now)
        effects.append(.moved(session, from: old, to: path, cause, silence: silence))
    }

    /// When a search is given up: when it takes too long, though not before what was dialled last had its time; earlier
    /// when nothing is left to hope for.
    private func end(of race: Race) -> ContinuousClock.Instant {
        let last = race.lastCandidate + timing.attemptLifetime
        guard !race.isDialling, offers.isEmpty, awaited == nil else {
            return max(race.began + timing.raceLifetime, last)
        }
        return last
    }
}

extension ClientMachine {
    mutating func tickTrial(_ now: ContinuousClock.Instant) {
        if isNarrow, trial == nil, race == nil, let session, now >= nextWidening {
            nextWidening = now + timing.widenInterval
            trial = Trial(session.path, ends: now + timing.trialLifetime, now: now)
        }
        guard var trial else { return }
        guard now < trial.ends else { return endTrial(false) }
        guard now >= trial.nextProbe else { return }
        trial.nextProbe = trial.ends
        if trial.sentCount < timing.trialProbes + 2 {
            let token = UInt64.random(in: .min ... .max, using: &random)
            send(.probe(token: token, padding: padding(isFull: true)), over: trial.path, now: now)
            trial.sent(token, now: now)
            trial.nextProbe = min(trial.ends, now + timing.probeInterval)
        }
        self.trial = trial
    }

    mutating func endTrial(_ isGood: Bool) {
        guard let path = trial?.path else { return }
        trial = nil
        // The path in use may have been tried for more than it carries.
        guard path != session?.path else { return }
        effects.append(.trialEnded(path, isGood))
    }

    /// Every third round is small: it tells a path that carries little from one that carries nothing.
    mutating func probeCandidates(_ now: ContinuousClock.Instant) {
        guard let race else { return }
        let isFull = race.rounds % 3 != 2
        for path in race.candidates { probe(path, isFull: isFull, now: now) }
        let isPatient = now - race.began < timing.patience
        let interval = isPatient ? timing.probeInterval : timing.slowProbeInterval
        self.race?.nextProbe = now + interval
        self.race?.rounds += 1
    }

    private mutating func probe(_ path: SessionPath, isFull: Bool, now: ContinuousClock.Instant) {
        let token = UInt64.random(in: .min ... .max, using: &random)
        send(.probe(token: token, padding: padding(isFull: isFull)), over: path, now: now)
        race?.sent(token, over: path, isFull: isFull, now: now)
    }

    /// Asks over the path in use; the ping takes the session along if the server has lost sight of it.
    mutating func ping(isFull: Bool, now: ContinuousClock.Instant) {
        let token = UInt64.random(in: .min ... .max, using: &random)
        send(.ping(token: token, padding: padding(isFull: isFull)), now: now)
        liveness.sent(token, now: now)
    }

    /// As much as makes a datagram as long as that of the longest packet, or a short one of random length.
    private mutating func padding(isFull: Bool) -> Int {
        guard isFull else { return Int.random(in: 0...64, using: &random) }
        return max(0, mtu - ControlMessage.tokenLength)
    }

    var timing: SessionTiming { configuration.timing }

    /// What waiting for an answer must allow for: two round trips, within bounds.
    private var slack: Duration { min(timing.maximumSlack, (roundTrip ?? .zero) * 2) }
}
