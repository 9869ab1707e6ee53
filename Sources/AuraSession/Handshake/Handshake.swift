internal import AuraCrypto
internal import AuraPKI
internal import AuraWire
internal import Crypto

/// What both sides of a handshake share.
enum Handshake {
    /// Mixed into the handshake hash first, so that other versions and protocols cannot be confused with this one.
    static let prologue = Array("aura/1".utf8)
    /// Length of message 1 before its payload: an X25519 and an ML-KEM-768 public key.
    static let firstMessageKeyFields = 32 + 1_184
}

extension NoiseHandshake {
    mutating func writeOrFail(_ payload: [UInt8]) throws(HandshakeFailure) -> [UInt8] {
        do { return try write(payload) } catch { throw .noise(error) }
    }

    mutating func readOrFail(
        _ message: [UInt8]
    ) throws(HandshakeFailure) -> (payload: [UInt8], handshakeHash: [UInt8]) {
        do { return try read(message) } catch { throw .noise(error) }
    }

    consuming func finishOrFail() throws(HandshakeFailure) -> (initiator: SymmetricKey, responder: SymmetricKey) {
        do { return try finish() } catch { throw .noise(error) }
    }

    /// Writes a message whose payload proves `identity`. `padding` is asked how much to add to its natural length.
    mutating func writeProof(
        of identity: Identity, role: Role, resuming session: SessionID? = nil, time: WallTime? = nil,
        padding: (Int) -> Int
    ) throws(HandshakeFailure) -> [UInt8] {
        let keyFields: [UInt8]
        do { keyFields = try writeKeys() } catch { throw .noise(error) }
        let proof = try IdentityProof(
            of: identity, role: role, handshakeHash: handshakeHash, resuming: session, time: time)
        let natural = keyFields.count + proof.encoded(padding: 0).count + PacketKey.tagLength
        return keyFields + writePayload(proof.encoded(padding: padding(natural)))
    }

    /// Reads a message whose payload proves who the peer is.
    mutating func readPeer(
        _ message: [UInt8], verifier: PeerVerifier, at time: WallTime
    ) throws(HandshakeFailure) -> (peer: VerifiedPeer, proof: IdentityProof) {
        let (payload, hash) = try readOrFail(message)
        let proof: IdentityProof
        do { proof = try IdentityProof(decoding: payload) } catch { throw .wire(error) }
        do {
            return (try proof.verify(with: verifier, handshakeHash: hash, at: time), proof)
        } catch {
            throw .peer(error)
        }
    }
}
