internal import AuraWire
internal import CNgtcp2

extension QUICConnection {
    /// When a client has to send its proof (again).
    var nextProof: UInt64 {
        proofSent.map { $0 &+ QUICLimits.proofInterval } ?? 0
    }

    /// Client: sends the proof when it is time to.
    func renewProof(at now: UInt64) {
        guard !isServer, case .proving = stage, now >= nextProof, controls.isEmpty, !proof.isEmpty else { return }
        controls.append(.proof(proof))
        proofSent = now
    }

    /// Takes out of `batch` what is the transport's own once the connection is open; returns how many datagrams are left
    /// for the session.
    func sift(_ batch: inout PacketBatch) -> Int {
        var left = 0
        for index in 0..<batch.count where batch.entries[index].length > 0 {
            let kind = batch.withPacket(at: index) { classify($0.span) }
            if case .session = kind {
                left += 1
                continue
            }
            batch.drop(at: index)
            if case .proof = kind, controls.count < 4 { controls.append(.acceptance) }
        }
        return left
    }

    private enum Kind {
        case session, own, proof
    }

    private func classify(_ datagram: Span<UInt8>) -> Kind {
        if datagram.count < 2 { return .own }
        // Before anything else: a proof may begin with any byte.
        if datagram.count == proof.count, datagram.indices.allSatisfy({ datagram[$0] == proof[$0] }) { return .proof }
        return datagram[0] == QUICControl.padding ? .own : .session
    }
}
