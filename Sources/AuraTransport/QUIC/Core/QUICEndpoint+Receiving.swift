internal import AuraWire
internal import CNgtcp2

extension QUICEndpoint {
    /// Takes one UDP payload. After the last of a batch, ``flush(at:telling:)`` hands on what it contained.
    package mutating func receive<Owner: QUICOwner & ~Copyable>(
        _ bytes: UnsafeRawBufferPointer, from path: QUICPath, at time: QUICTime, telling owner: inout Owner
    ) {
        guard !bytes.isEmpty else { return }
        let time = forward(time)
        if door == nil {
            // A reset names no connection that we know, so the client's one connection sees everything.
            guard let only = connections.values.first, only.path.remote == path.remote else { return }
            return read(bytes, from: only.path, for: only, at: time, telling: &owner)
        }
        var header = aura_quic_header()
        aura_quic_peek(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, &header)
        guard header.kind != AURA_QUIC_UNUSABLE else { return }
        switch routes[QUICID(header.destination)] {
        case .connection(let connection): read(bytes, from: path, for: connection, at: time, telling: &owner)
        case .ended(let number):
            if let answer = ended.answer(for: number) { reply(answer.packet, along: answer.path) }
        case nil: receiveUnknown(bytes, header, from: path, at: time, telling: &owner)
        }
    }

    /// Hands on what has been collected for one connection.
    package mutating func flush<Owner: QUICOwner & ~Copyable>(at time: QUICTime, telling owner: inout Owner) {
        guard let connection = addressee else { return }
        addressee = nil
        defer { delivery.removeAll() }
        guard !delivery.isEmpty, connections[connection.number] != nil else { return }
        if !connection.isOpen, !admit(connection, at: time, telling: &owner) { return }
        let left = connection.sift(&delivery.batch)
        // It may have had its turn to write already.
        if !connection.controls.isEmpty { wake(connection) }
        guard left > 0 else { return }
        connection.noteReceived(left, at: time.ticks)
        owner.received(&delivery.batch, on: connection)
    }

    private mutating func read<Owner: QUICOwner & ~Copyable>(
        _ bytes: UnsafeRawBufferPointer, from path: QUICPath, for connection: QUICConnection, at time: QUICTime,
        telling owner: inout Owner
    ) {
        if addressee !== connection || !delivery.hasRoom {
            flush(at: time, telling: &owner)
            // What came before may have ended it.
            guard connections[connection.number] != nil else { return }
        }
        addressee = connection
        let result = connection.read(bytes, from: path, at: time.ticks, into: &delivery)
        wake(connection)
        updateIDs(of: connection)
        if result != 0 {
            flush(at: time, telling: &owner)
            return fail(connection, result, at: time, telling: &owner)
        }
        if case .handshaking = connection.stage { advance(connection, at: time, telling: &owner) }
        if connection.has(AURA_QUIC_STREAMS) { refuse(connection, at: time, telling: &owner) }
    }

    mutating func updateIDs(of connection: QUICConnection) {
        for change in connection.takeIDChanges() {
            if change.isNew {
                route(change.id, to: connection)
            } else {
                connection.ids.remove(change.id)
                routes[change.id] = nil
            }
        }
    }

    /// Goes on to the proof once TLS is through.
    private mutating func advance<Owner: QUICOwner & ~Copyable>(
        _ connection: QUICConnection, at time: QUICTime, telling owner: inout Owner
    ) {
        guard connection.has(AURA_QUIC_HANDSHAKEN) else { return }
        connection.stage = .proving
        door?.noteValidated(connection.number)
        guard let pass else { return }
        let leaf = connection.peerLeaf
        guard pass.trusts(leaf) else {
            let reason = LinkCloseReason.protocolError("its certificate is not the pinned one")
            return close(connection, .badCertificate, reason, at: time, telling: &owner)
        }
        connection.proof = fixedProof ?? pass.makeProof(for: leaf, at: time)
    }

    /// So that the client need not be sent round when it comes again. Not for strangers.
    mutating func giveToken(to connection: QUICConnection, at time: QUICTime) {
        guard let secret = door?.tokenSecret else { return }
        var remote = connection.path.raw.remote
        _ = aura_quic_give_token(connection.raw, &remote, secret, time.wallNanoseconds)
    }
}
