internal import AuraCrypto
internal import AuraPKI
internal import AuraWire
internal import Crypto

/// The client's side of a handshake, waiting for message 2.
struct Initiator: ~Copyable {
    /// Message 3 and what comes with it.
    struct Finished: Sendable {
        let message: [UInt8]
        let keys: SessionKeys
        let peer: VerifiedPeer
        /// The server's clock when it answered.
        let serverTime: WallTime?
    }

    /// What we ask the server to call us in this handshake.
    let index: UInt32
    private var noise: NoiseHandshake

    init(index: UInt32, staticKey: Curve25519.KeyAgreement.PrivateKey, keys: HandshakeKeySource) {
        self.index = index
        noise = NoiseHandshake(.xxhfs, as: .initiator, prologue: Handshake.prologue, staticKey: staticKey, keys: keys)
    }

    /// Message 1, `length` bytes long.
    mutating func firstMessage(at time: WallTime, cookie: [UInt8], length: Int) throws(HandshakeFailure) -> [UInt8] {
        let payload = FirstMessage(timestamp: time.milliseconds, cookie: cookie)
        return try noise.writeOrFail(payload.encoded(length: length - Handshake.firstMessageKeyFields))
    }

    /// Reads message 2, checks who sent it, and answers with message 3.
    consuming func finish(
        _ secondMessage: [UInt8], from remoteIndex: UInt32, as identity: Identity, verifier: PeerVerifier,
        resuming session: SessionID?, padding: Int, at time: WallTime
    ) throws(HandshakeFailure) -> Finished {
        let (peer, proof) = try noise.readPeer(secondMessage, verifier: verifier, at: time)
        let message = try noise.writeProof(of: identity, role: .client, resuming: session) { _ in padding }
        let index = index
        let keys = try noise.finishOrFail()
        return Finished(
            message: message,
            keys: SessionKeys(
                sending: keys.initiator, receiving: keys.responder, localIndex: index, remoteIndex: remoteIndex),
            peer: peer, serverTime: proof.time)
    }
}
