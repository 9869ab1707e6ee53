internal import AuraCrypto
internal import AuraWire
internal import CNgtcp2

extension QUICEndpoint {
    /// Deals with the first datagrams of a connection that carries no session yet; true when it does from now on.
    mutating func admit<Owner: QUICOwner & ~Copyable>(
        _ connection: QUICConnection, at time: QUICTime, telling owner: inout Owner
    ) -> Bool {
        guard case .proving = connection.stage else { return false }
        return door == nil
            ? takeAcceptance(connection, telling: &owner) : takeProof(connection, at: time, telling: &owner)
    }

    /// Client: the one byte that says that the proof is good.
    private mutating func takeAcceptance<Owner: QUICOwner & ~Copyable>(
        _ connection: QUICConnection, telling owner: inout Owner
    ) -> Bool {
        let isAccepted = (0..<delivery.batch.count).contains { index in
            delivery.batch.entries[index].length == 1
                && delivery.batch.withPacket(at: index) { $0[0] == QUICControl.accepted }
        }
        guard isAccepted else { return false }
        connection.controls.removeAll()
        connection.proof = []
        open(connection, telling: &owner)
        return true
    }

    /// Server: the first datagram must be a proof.
    private mutating func takeProof<Owner: QUICOwner & ~Copyable>(
        _ connection: QUICConnection, at time: QUICTime, telling owner: inout Owner
    ) -> Bool {
        let proof = delivery.batch.withPacket(at: 0) { packet in packet.span.indices.map { packet.span[$0] } }
        guard let door, door.checker.accepts(proof, at: time.wall) else {
            refuse(connection, at: time, telling: &owner)
            return false
        }
        guard door.hasRoom else {
            self.door?.statistics.expired &+= 1
            close(connection, .crowded, .local("too many links"), at: time, telling: &owner)
            return false
        }
        delivery.batch.drop(at: 0)
        connection.proof = proof
        connection.controls.append(.acceptance)
        self.door?.noteOpened(connection.number)
        giveToken(to: connection, at: time)
        open(connection, telling: &owner)
        return true
    }

    private mutating func open<Owner: QUICOwner & ~Copyable>(
        _ connection: QUICConnection, telling owner: inout Owner
    ) {
        connection.stage = .open
        var state = aura_quic_state()
        aura_quic_read_state(connection.raw, &state)
        connection.tell(state)
        owner.opened(connection)
    }
}
