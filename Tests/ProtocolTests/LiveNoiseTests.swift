import AuraCrypto
import AuraSession
import Crypto
import Testing

@Suite(
    "Plain Noise XX with another implementation, live",
    .enabled(
        if: NoisePeer.hasPython(with: "noise.connection"),
        "needs Python with the package noiseprotocol (AURA_TEST_PYTHON names the Python to use)"),
    .timeLimit(.minutes(1)))
struct LiveNoiseTests {
    @Test(
        "Both sides finish with the same hash and read each other's packets",
        arguments: [NoiseHandshake.Side.initiator, .responder], [[], Array("aura/1".utf8)])
    func handshake(side: NoiseHandshake.Side, prologue: [UInt8]) throws {
        let peer = try NoisePeer(role: side == .initiator ? "responder" : "initiator", prologue: prologue)
        var noise = NoiseHandshake(
            .xx, as: side, prologue: prologue, staticKey: Curve25519.KeyAgreement.PrivateKey())
        for number in 0..<3 {
            if (number % 2 == 0) == (side == .initiator) {
                try peer.send(noise.write(Array("payload \(number)".utf8)))
            } else {
                let payload = try noise.read(peer.receive()).payload
                #expect(payload == Array("payload of the peer".utf8))
            }
        }
        #expect(try peer.receive() == noise.handshakeHash)
        let keys = try noise.finish()
        let (sending, receiving) =
            side == .initiator ? (keys.initiator, keys.responder) : (keys.responder, keys.initiator)
        try exchange(with: peer, sending: PacketKey(sending), receiving: PacketKey(receiving))
    }

    private func exchange(
        with peer: borrowing NoisePeer, sending: borrowing PacketKey, receiving: borrowing PacketKey
    ) throws {
        for counter in 0..<UInt64(4) {
            let payload = [UInt8](repeating: UInt8(counter), count: Int(counter) * 300)
            var sealed = [UInt8](repeating: 0, count: payload.count + PacketKey.tagLength)
            var output = sealed.mutableSpan
            let written = sending.seal(payload.span, counter: counter, header: Span(), into: &output, at: 0)
            #expect(written == sealed.count)
            try peer.send(sealed)
            var answer = try peer.receive()
            var span = answer.mutableSpan
            let length = try #require(receiving.open(&span, at: 0, counter: counter, header: Span()))
            #expect(answer.prefix(length) == payload[...])
        }
    }
}
