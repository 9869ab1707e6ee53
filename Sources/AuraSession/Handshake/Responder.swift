internal import AuraCrypto
internal import AuraPKI
internal import AuraWire
internal import Crypto

/// The server's side of a handshake, waiting for message 3.
struct Responder: ~Copyable {
    /// A handshake that is done.
    struct Finished: Sendable {
        let keys: SessionKeys
        /// Who the client is, or why it is refused. Even then the keys serve to tell it so.
        let client: Result<VerifiedPeer, PeerRejection>
        /// The session that the client wants to go on with.
        let resumed: SessionID?
    }

    private var noise: NoiseHandshake

    /// Reads message 1. This costs hashing only: no key agreement is done for someone who has proved no address.
    init(
        _ firstMessage: [UInt8], staticKey: Curve25519.KeyAgreement.PrivateKey, keys: HandshakeKeySource
    ) throws(HandshakeFailure) {
        noise = NoiseHandshake(.xxhfs, as: .responder, prologue: Handshake.prologue, staticKey: staticKey, keys: keys)
        _ = try noise.readOrFail(firstMessage)
    }

    /// Message 2. `padding` is asked how many bytes to add to a message of the length that it is given.
    mutating func secondMessage(
        as identity: Identity, at time: WallTime, padding: (Int) -> Int
    ) throws(HandshakeFailure) -> [UInt8] {
        try noise.writeProof(of: identity, role: .server, time: time, padding: padding)
    }

    /// Reads message 3 and checks who sent it.
    consuming func finish(
        _ thirdMessage: [UInt8], localIndex: UInt32, remoteIndex: UInt32, verifier: PeerVerifier, at time: WallTime
    ) throws(HandshakeFailure) -> Finished {
        let (payload, hash) = try noise.readOrFail(thirdMessage)
        let proof: IdentityProof
        do { proof = try IdentityProof(decoding: payload) } catch { throw .wire(error) }
        let client = Result { () throws(PeerRejection) in
            try proof.verify(with: verifier, handshakeHash: hash, at: time)
        }
        let keys = try noise.finishOrFail()
        return Finished(
            keys: SessionKeys(
                sending: keys.responder, receiving: keys.initiator, localIndex: localIndex, remoteIndex: remoteIndex),
            client: client, resumed: SessionID(proof.resumedSession))
    }
}
