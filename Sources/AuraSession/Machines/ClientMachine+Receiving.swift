internal import AuraPKI
internal import AuraWire

extension ClientMachine {
    /// Takes a datagram that is not data, as a link delivered it. What is not for us is ignored.
    public mutating func handle(
        _ datagram: [UInt8], from path: SessionPath, now: ContinuousClock.Instant, wall: WallTime
    ) {
        switch DatagramType(rawValue: datagram.first ?? 0) {
        case .cookie:
            if let reply = try? CookieReply(decoding: datagram) { handle(reply, from: path, now: now, wall: wall) }
        case .handshake:
            guard let fragment = try? HandshakeFragment(decoding: datagram), fragment.message == 2,
                awaitsReply(to: fragment.receiverIndex),
                let message = reassembler.take(fragment, from: path, now: now)
            else { return }
            handle(message, now: now, wall: wall)
        case .data, nil: break
        }
    }

    /// A busy server wants to see a cookie first: begin again at once with it.
    private mutating func handle(
        _ reply: CookieReply, from path: SessionPath, now: ContinuousClock.Instant, wall: WallTime
    ) {
        guard let waiting = takeAwaitingReply(for: reply.receiverIndex) else { return }
        guard waiting.outgoing.path == path, !waiting.outgoing.bearsCookie else {
            attempt = .awaitingReply(waiting.initiator, waiting.outgoing)
            return
        }
        cookie = reply.cookie
        begin(over: path, now: now, wall: wall)
    }

    private mutating func handle(_ message: Reassembler.Message, now: ContinuousClock.Instant, wall: WallTime) {
        guard let waiting = takeAwaitingReply(for: message.receiverIndex) else { return }
        let outgoing = waiting.outgoing
        let index = waiting.initiator.index
        do throws(HandshakeFailure) {
            let finished = try waiting.initiator.finish(
                message.bytes, from: message.senderIndex, as: configuration.identity, verifier: configuration.verifier,
                resuming: session?.id, padding: Int.random(in: 0...Self.maximumPadding, using: &random), at: wall)
            if let serverTime = finished.serverTime { clockOffset = serverTime.offset(from: wall) }
            prepare(finished, over: outgoing.path, now: now)
            var reply = ClientAttempt.Outgoing(
                flight: Flight(
                    message: 3, bytes: finished.message, senderIndex: index, receiverIndex: message.senderIndex,
                    using: &random),
                path: outgoing.path, sent: now)
            effects.append(.transmit(reply.flight.next(), reply.path))
            attempt = .awaitingWelcome(finished.keys, finished.peer, reply)
        } catch {
            fail(error, now: now)
        }
    }

    /// The server's first word will come under the new keys, so they must open before they seal.
    private mutating func prepare(_ finished: Initiator.Finished, over path: SessionPath, now: ContinuousClock.Instant)
    {
        let session = sessionInUse(with: finished.peer) ?? makeSession(with: finished.peer, path, now)
        if let dropped = session.prepare(finished.keys, now: now) { table.remove([dropped]) }
        table.insert(session, for: finished.keys.localIndex)
        prepared = session
    }

    /// The session in use, unless the server goes by another certificate now.
    private func sessionInUse(with peer: VerifiedPeer) -> Session? {
        session.flatMap { $0.peer == peer ? $0 : nil }
    }

    private mutating func makeSession(
        with peer: VerifiedPeer, _ path: SessionPath, _ now: ContinuousClock.Instant
    ) -> Session {
        Session(
            id: SessionID(using: &random), peer: peer, peerAddresses: InnerAddresses(), path: path, followsPeer: false,
            timing: configuration.timing, limits: configuration.packetLimits, now: now)
    }

    /// Takes a control message that the session opened.
    public mutating func handle(_ control: OpenedControl, now: ContinuousClock.Instant) {
        switch control.message {
        case .welcome(let welcome): handle(welcome, under: control.keyIndex, now: now)
        case .ping(let token, let padding): send(.pong(token: token, padding: padding), now: now)
        case .pong(let token, _):
            guard let ping = lastPing, ping.token == token else { return }
            roundTrip = now - ping.sent
            lastPing = nil
        case .goodbye(let reason): handle(reason, under: control.keyIndex, now: now)
        case .rekeyRequest where session?.newestIndex == control.keyIndex: rekeyAt = min(rekeyAt, now)
        case .rekeyRequest: break
        }
    }

    private mutating func handle(_ welcome: Welcome, under index: UInt32, now: ContinuousClock.Instant) {
        guard let waiting = takeAwaitingWelcome(under: index), let session = prepared,
            let id = SessionID(welcome.sessionID)
        else { return }
        let dropped = session.confirm(waiting.keys, path: waiting.path, now: now)
        if let dropped { table.remove([dropped]) }
        if let old = self.session, old !== session { table.remove(old.forgetKeys()) }
        let goesOn = self.session === session && session.id == id
        session.rename(id)
        self.session = session
        prepared = nil
        backoff.reset()
        keepalive = .seconds(Int64(welcome.keepaliveSeconds))
        rekeyAt = now + configuration.timing.rekeyAfter - random.fraction(of: configuration.timing.rekeyJitter)
        effects.append(goesOn ? .rekeyed(session) : .established(session, welcome))
    }

    private mutating func handle(_ reason: GoodbyeReason, under index: UInt32, now: ContinuousClock.Instant) {
        if takeAwaitingWelcome(under: index) != nil {
            fail(.refused(reason), now: now)
        } else if let session, session.indices.contains(index) {
            nextAttempt = now + (reason == .shutdown ? .zero : configuration.timing.refusalBackoff)
            end(session, .goodbye(reason))
        }
    }
}

extension ClientMachine {
    /// Most bytes of padding in message 3.
    private static var maximumPadding: Int { 200 }

    private func awaitsReply(to index: UInt32) -> Bool {
        switch attempt {
        case .awaitingReply(let initiator, _): initiator.index == index
        case .awaitingWelcome: false
        case .none: false
        }
    }

    private struct AwaitingReply: ~Copyable {
        let initiator: Initiator
        let outgoing: ClientAttempt.Outgoing
    }

    /// Takes the attempt out if it waits for the reply to `index`; leaves any other where it is.
    private mutating func takeAwaitingReply(for index: UInt32) -> AwaitingReply? {
        var taken = ClientAttempt.none
        swap(&taken, &attempt)
        switch consume taken {
        case .awaitingReply(let initiator, let outgoing):
            if initiator.index == index { return AwaitingReply(initiator: initiator, outgoing: outgoing) }
            attempt = .awaitingReply(initiator, outgoing)
        case .awaitingWelcome(let keys, let peer, let outgoing): attempt = .awaitingWelcome(keys, peer, outgoing)
        case .none: break
        }
        return nil
    }

    /// Ends the attempt if it waits for a welcome under `index`; leaves any other where it is.
    private mutating func takeAwaitingWelcome(under index: UInt32) -> (keys: SessionKeys, path: SessionPath)? {
        var taken = ClientAttempt.none
        swap(&taken, &attempt)
        switch consume taken {
        case .awaitingWelcome(let keys, let peer, let outgoing):
            if keys.localIndex == index { return (keys, outgoing.path) }
            attempt = .awaitingWelcome(keys, peer, outgoing)
        case .awaitingReply(let initiator, let outgoing): attempt = .awaitingReply(initiator, outgoing)
        case .none: break
        }
        return nil
    }
}
