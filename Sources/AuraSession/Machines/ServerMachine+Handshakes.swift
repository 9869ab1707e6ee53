internal import AuraPKI
internal import AuraWire

extension ServerMachine {
    /// Takes a datagram that is not data, as a link delivered it. What does not fit is dropped without an answer.
    public mutating func handle(
        _ datagram: [UInt8], from path: SessionPath, now: ContinuousClock.Instant, wall: WallTime
    ) {
        guard let fragment = try? HandshakeFragment(decoding: datagram) else { return }
        guard let message = reassembler.take(fragment, from: path, now: now) else { return }
        do throws(HandshakeRejection) {
            switch message.number {
            case 1: try answer(message, from: path, now: now, wall: wall)
            case 3: try finish(message, from: path, now: now, wall: wall)
            default: break
            }
        } catch {
            effects.append(.rejected(error, path))
        }
    }

    /// Message 1: answered if it is new and its sender may have an answer; repeated if it is a repetition.
    private mutating func answer(
        _ message: Reassembler.Message, from path: SessionPath, now: ContinuousClock.Instant, wall: WallTime
    ) throws(HandshakeRejection) {
        let origin = Origin(path: path, index: message.senderIndex)
        if let entry = pendingByOrigin[origin].flatMap({ pending[$0] }), entry.firstMessage == message.bytes {
            return try repeatAnswer(entry, to: message)
        }
        try admit(message, from: path, now: now, wall: wall)
        answered += 1
        let index = freshIndex()
        do throws(HandshakeFailure) {
            var responder = try Responder(message.bytes, staticKey: staticKey, keys: configuration.keys)
            let reply = try secondMessage(&responder, answering: message, wall: wall)
            var flight = Flight(
                message: 2, bytes: reply, senderIndex: index, receiverIndex: message.senderIndex, using: &random)
            effects.append(.transmit(flight.next(), path))
            remember(
                PendingHandshake(
                    index: index, number: answered, message: message, path: path, flight: flight, responder: responder,
                    now: now))
        } catch {
            throw .failed(error)
        }
    }

    /// The client did not hear our answer. Each of its attempts is answered once, so that a recording is not.
    private mutating func repeatAnswer(
        _ entry: PendingHandshake, to message: Reassembler.Message
    ) throws(HandshakeRejection) {
        guard entry.isWaiting, message.attempt > entry.answeredAttempt else { throw .replayed }
        entry.answeredAttempt = message.attempt
        effects.append(.transmit(entry.flight.next(), entry.path))
    }

    /// Everything that can be decided about a first message without a key agreement.
    private mutating func admit(
        _ message: Reassembler.Message, from path: SessionPath, now: ContinuousClock.Instant, wall: WallTime
    ) throws(HandshakeRejection) {
        // Whoever sends less could be answered with more.
        guard message.bytes.count >= configuration.limits.maximumSecondMessage else {
            throw .failed(.wire(.invalid("length of message 1")))
        }
        let first: FirstMessage
        do { first = try FirstMessage(decoding: message.bytes.dropFirst(Handshake.firstMessageKeyFields)) } catch {
            throw .failed(.wire(error))
        }
        let digest = ReplayFilter.Digest(message.bytes)
        switch replays.judge(digest, attempt: message.attempt, timestamp: first.timestamp, now: now, wall: wall) {
        case .fresh: break
        case .replayed: throw .replayed
        case .outOfTime: throw .outOfTime
        }
        if !rates.admitsFreely(now: now) { try demandCookie(first, message, digest, from: path, now: now) }
        guard waiting < configuration.limits.maximumPending, replays.noteAnswered(digest) else { throw .busy }
    }

    /// Under load only a proved address is worth a key agreement.
    private mutating func demandCookie(
        _ first: FirstMessage, _ message: Reassembler.Message, _ digest: ReplayFilter.Digest, from path: SessionPath,
        now: ContinuousClock.Instant
    ) throws(HandshakeRejection) {
        guard cookies.isValid(first.cookie, for: path, now: now) else {
            replays.noteAsked(digest, attempt: message.attempt)
            let reply = CookieReply(receiverIndex: message.senderIndex, cookie: cookies.cookie(for: path, now: now))
            let padding = Int.random(in: 0...200, using: &random)
            effects.append(.transmit([reply.encoded(padding: padding)], path))
            throw .cookieRequired
        }
        guard rates.admits(path.remote.ip, now: now) else { throw .busy }
    }

    /// Message 2, of random length but never longer than the message it answers.
    private mutating func secondMessage(
        _ responder: inout Responder, answering message: Reassembler.Message, wall: WallTime
    ) throws(HandshakeFailure) -> [UInt8] {
        let limit = min(message.bytes.count, configuration.limits.maximumSecondMessage)
        let draw = random.next()
        let reply = try responder.secondMessage(as: configuration.identity, at: wall) { natural in
            natural < limit ? Int(draw % UInt64(limit - natural + 1)) : 0
        }
        guard reply.count <= limit else { throw .wire(.invalid("length of message 2")) }
        return reply
    }

    /// An index that neither a session nor a pending handshake has.
    private mutating func freshIndex() -> UInt32 {
        while true {
            let index = table.freshIndex(using: &random)
            if pending[index] == nil { return index }
        }
    }
}

extension ServerMachine {
    /// Message 3: makes the session, or tells a client why it gets none.
    private mutating func finish(
        _ message: Reassembler.Message, from path: SessionPath, now: ContinuousClock.Instant, wall: WallTime
    ) throws(HandshakeRejection) {
        guard let entry = pending[message.receiverIndex], entry.path == path, entry.clientIndex == message.senderIndex
        else { return }
        guard let responder = entry.takeResponder() else { return repeatWelcome(entry, to: message, now: now) }
        waiting -= 1
        entry.answeredAttempt = message.attempt
        let finished: Responder.Finished
        do throws(HandshakeFailure) {
            finished = try responder.finish(
                message.bytes, localIndex: entry.index, remoteIndex: entry.clientIndex,
                verifier: configuration.verifier, at: wall)
        } catch {
            forget(entry)
            throw .failed(error)
        }
        switch finished.client {
        case .success(let peer): try welcome(peer, finished, entry, now: now)
        case .failure(let rejection):
            dismiss(finished.keys, entry, .notTrusted, now: now)
            throw .failed(.peer(rejection))
        }
    }

    private mutating func repeatWelcome(
        _ entry: PendingHandshake, to message: Reassembler.Message, now: ContinuousClock.Instant
    ) {
        guard message.attempt > entry.answeredAttempt, let (session, welcome) = entry.session,
            sessions[session.peer.name] === session
        else { return }
        entry.answeredAttempt = message.attempt
        send(.welcome(welcome), in: session, now: now)
        announceManifest(in: session, now: now)
    }

    /// Goes on with the client's session, or makes a new one in place of any that it had.
    private mutating func welcome(
        _ peer: VerifiedPeer, _ finished: Responder.Finished, _ entry: PendingHandshake, now: ContinuousClock.Instant
    ) throws(HandshakeRejection) {
        if let last = latest[peer.name] {
            guard last.number < entry.number else {
                forget(entry)
                throw .superseded
            }
            pending[last.index].map { forget($0) }
        }
        let old = sessions[peer.name]
        let resumed = old.flatMap { $0.id == finished.resumed && $0.peer == peer ? $0 : nil }
        let id = resumed?.id ?? SessionID(using: &random)
        let settings: Welcome
        switch configuration.admit(peer, id) {
        case .success(let given): settings = given
        case .failure(let refusal):
            dismiss(finished.keys, entry, refusal.reason, now: now)
            throw .refused(peer, refusal.reason)
        }
        let session = resumed ?? makeSession(id, peer, settings, entry.path, now: now)
        if let old, resumed == nil { end(old, .replaced, telling: .replaced, now: now) }
        if let dropped = session.install(finished.keys, path: entry.path, now: now) { table.remove([dropped]) }
        table.insert(session, for: finished.keys.localIndex)
        sessions[peer.name] = session
        latest[peer.name] = Latest(index: entry.index, number: entry.number)
        entry.session = (session, settings)
        effects.append(resumed == nil ? .established(session, settings) : .rekeyed(session))
        send(.welcome(settings), in: session, now: now)
        announceManifest(in: session, now: now)
    }

    private func makeSession(
        _ id: SessionID, _ peer: VerifiedPeer, _ settings: Welcome, _ path: SessionPath, now: ContinuousClock.Instant
    ) -> Session {
        Session(
            id: id, peer: peer, peerAddresses: InnerAddresses(settings.addresses), path: path, followsPeer: true,
            timing: configuration.timing, limits: configuration.packetLimits, now: now)
    }

    /// Tells a client, under the keys that it has just agreed with us, that it gets no session.
    private mutating func dismiss(
        _ keys: SessionKeys, _ entry: PendingHandshake, _ reason: GoodbyeReason, now: ContinuousClock.Instant
    ) {
        forget(entry)
        var sealer = PacketSealer(
            key: keys.sending, receiverIndex: keys.remoteIndex, limits: configuration.packetLimits)
        let payload = [PayloadKind.control.rawValue] + ControlMessage.goodbye(reason).encoded
        var datagram = [UInt8](repeating: 0, count: payload.count + PacketSealer.overhead)
        var span = datagram.mutableSpan
        guard (try? sealer.seal(payload.span, into: &span)) != nil else { return }
        effects.append(.transmit([datagram], entry.path))
    }

    /// Takes a control message that `session` opened.
    public mutating func handle(_ control: OpenedControl, in session: Session, now: ContinuousClock.Instant) {
        switch control.message {
        case .ping(let token, let padding): send(.pong(token: token, padding: padding), in: session, now: now)
        case .probe(let token, let padding):
            send(.probeReply(token: token, padding: padding), in: session, over: control.path, now: now)
        case .goodbye(let reason): end(session, .goodbye(reason), telling: nil, now: now)
        case .manifestRequest(let serial, let offset):
            answerRequest(for: serial, from: offset, in: session, now: now)
        case .pong, .welcome, .rekeyRequest, .probeReply, .manifestNews, .manifestPart: break
        }
    }
}
