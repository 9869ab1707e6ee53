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
                offers[fragment.receiverIndex]?.outgoing.path == path,
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
        guard let offer = offers[reply.receiverIndex], offer.outgoing.path == path, !offer.outgoing.bearsCookie else {
            return
        }
        offers[reply.receiverIndex] = nil
        self.offer(over: path, cookie: reply.cookie, now: now, wall: wall)
    }

    /// The first answer counts; what is out over other paths is forgotten.
    private mutating func handle(_ message: Reassembler.Message, now: ContinuousClock.Instant, wall: WallTime) {
        guard let offer = offers.removeValue(forKey: message.receiverIndex), let initiator = offer.takeInitiator()
        else {
            return
        }
        let path = offer.outgoing.path
        do throws(HandshakeFailure) {
            let finished = try initiator.finish(
                message.bytes, from: message.senderIndex, as: configuration.identity, verifier: configuration.verifier,
                resuming: session?.id, padding: Int.random(in: 0...Self.maximumPadding, using: &random), at: wall)
            if let serverTime = finished.serverTime { clockOffset = serverTime.offset(from: wall) }
            offers = [:]
            prepare(finished, over: path, now: now)
            var reply = Outgoing(
                flight: Flight(
                    message: 3, bytes: finished.message, senderIndex: message.receiverIndex,
                    receiverIndex: message.senderIndex, using: &random),
                path: path, sent: now)
            effects.append(.transmit(reply.flight.next(), path))
            awaited = AwaitedWelcome(keys: finished.keys, peer: finished.peer, outgoing: reply)
        } catch {
            // Another path may lead to the right server.
            guard offers.isEmpty, race?.isDialling != true else { return effects.append(.rejected(error, path)) }
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
        session.flatMap { $0.peer.fingerprint == peer.fingerprint ? $0 : nil }
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
        case .pong(let token, _): liveness.answered(token, now: now)
        case .probe(let token, let padding):
            send(.probeReply(token: token, padding: padding), over: control.path, now: now)
        case .probeReply(let token, _): answered(token, from: control.path, now: now)
        case .goodbye(let reason): handle(reason, under: control.keyIndex, now: now)
        case .rekeyRequest where session?.newestIndex == control.keyIndex: rekeyAt = min(rekeyAt, now)
        case .manifestNews(let serial, let size) where isForSession(control):
            heardOfManifest(serial, size: size, now: now)
        case .manifestPart(let serial, let offset, let bytes) where isForSession(control):
            tookPart(bytes, of: serial, at: offset, now: now)
        case .rekeyRequest, .manifestNews, .manifestPart, .manifestRequest: break
        }
    }

    private mutating func handle(_ welcome: Welcome, under index: UInt32, now: ContinuousClock.Instant) {
        guard let awaited, awaited.keys.localIndex == index, let session = prepared,
            let id = SessionID(welcome.sessionID)
        else { return }
        self.awaited = nil
        let old = self.session
        let oldPath = old === session ? session.path : nil
        if let dropped = session.confirm(awaited.keys, path: awaited.outgoing.path, now: now) {
            table.remove([dropped])
        }
        if let old, old !== session { table.remove(old.forgetKeys()) }
        let goesOn = old === session && session.id == id
        if !goesOn { manifests.forgetSession() }
        session.rename(id)
        self.session = session
        isStranded = isStranded && oldPath == session.path
        prepared = nil
        backoff.reset()
        keepalive = .seconds(Int64(welcome.keepaliveSeconds))
        mtu = Int(welcome.mtu)
        rekeyAt = now + timing.rekeyAfter - random.fraction(of: timing.rekeyJitter)
        effects.append(goesOn ? .rekeyed(session) : .established(session, welcome))
        arrived(at: session, from: oldPath, now: now)
    }

    /// New keys over a new path: the session is there already. The search goes on until a path has carried full size.
    private mutating func arrived(at session: Session, from old: SessionPath?, now: ContinuousClock.Instant) {
        if let old, old != session.path {
            liveness.restart(roundTrip: nil, vigil: timing.vigil, now: now)
            effects.append(.moved(session, from: old, to: session.path, race?.cause ?? .silence, silence: nil))
        } else if old == nil {
            liveness.restart(roundTrip: nil, now: now)
        }
        race?.restart(now: now)
        probeCandidates(now)
    }

    private mutating func handle(_ reason: GoodbyeReason, under index: UInt32, now: ContinuousClock.Instant) {
        if awaited?.keys.localIndex == index {
            fail(.refused(reason), now: now)
        } else if let session, session.indices.contains(index) {
            end(session, .goodbye(reason))
            guard reason != .shutdown else { return nextAttempt = now }
            if race == nil { nextAttempt = now + timing.refusalBackoff } else { fail(.refused(reason), now: now) }
        }
    }

    /// Most bytes of padding in message 3.
    private static var maximumPadding: Int { 200 }
}
