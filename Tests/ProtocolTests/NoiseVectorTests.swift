import AuraCrypto
import AuraSession
import Crypto
import Testing

@Suite("Plain Noise XX against the transcripts of other implementations")
struct NoiseVectorTests {
    @Test("The transcripts are there, with and without prologue, with empty and with long payloads")
    func file() {
        #expect(NoiseVector.all.count >= 6)
        #expect(Set(NoiseVector.all.map(\.prologue.isEmpty)) == [true, false])
        #expect(NoiseVector.all.contains { $0.messages.allSatisfy(\.payload.isEmpty) })
        #expect(NoiseVector.all.contains { $0.messages.contains { $0.payload.count > 2_000 } })
        #expect(NoiseVector.all.allSatisfy { $0.messages.count >= 6 })
    }

    @Test(
        "In either role we write what the other implementation wrote, and read what it wrote to us",
        arguments: NoiseVector.all, [NoiseHandshake.Side.initiator, .responder])
    func transcript(vector: NoiseVector, side: NoiseHandshake.Side) throws {
        var noise = try vector.handshake(as: side)
        for (number, message) in vector.messages.prefix(3).enumerated() {
            if (number % 2 == 0) == (side == .initiator) {
                let written = try noise.write(#require(Hex.decode(message.payload)))
                #expect(Hex.encode(written) == message.ciphertext)
            } else {
                let read = try noise.read(#require(Hex.decode(message.ciphertext)))
                #expect(Hex.encode(read.payload) == message.payload)
            }
        }
        #expect(Hex.encode(noise.handshakeHash) == vector.handshakeHash)
        let keys = try noise.finish()
        try checkTransport(vector, PacketKey(keys.initiator), by: .initiator)
        try checkTransport(vector, PacketKey(keys.responder), by: .responder)
    }

    @Test("A transcript with one bit changed is refused", arguments: NoiseVector.all)
    func changed(vector: NoiseVector) throws {
        let second = try #require(Hex.decode(vector.messages[1].ciphertext))
        var positions = Set(stride(from: 0, to: second.count, by: 37))
        positions.formUnion([0, 31, 32, 79, 80, second.count - 1])
        for position in positions {
            var noise = try vector.handshake(as: .initiator)
            _ = try noise.write(#require(Hex.decode(vector.messages[0].payload)))
            var message = second
            message[position] ^= 1
            #expect(isRefused(message, by: &noise), "byte \(position)")
        }
    }

    private func isRefused(_ message: [UInt8], by noise: inout NoiseHandshake) -> Bool {
        do throws(NoiseError) {
            _ = try noise.read(message)
            return false
        } catch {
            return true
        }
    }

    /// Seals and opens the transport messages of one side, counted from 0.
    private func checkTransport(
        _ vector: NoiseVector, _ key: borrowing PacketKey, by side: NoiseHandshake.Side
    ) throws {
        let isOurs = { (number: Int) in (number % 2 == 0) == (side == .initiator) }
        let messages = vector.messages.enumerated().filter { $0.offset >= 3 && isOurs($0.offset) }.map(\.element)
        for (counter, message) in messages.enumerated() {
            let payload = try #require(Hex.decode(message.payload))
            var bytes = [UInt8](repeating: 0, count: payload.count + PacketKey.tagLength)
            var span = bytes.mutableSpan
            let sealed = key.seal(payload.span, counter: UInt64(counter), header: Span(), into: &span, at: 0)
            #expect(sealed == bytes.count)
            #expect(Hex.encode(bytes) == message.ciphertext)
            var opened = bytes.mutableSpan
            let wrong = key.open(&opened, at: 0, counter: UInt64(counter) + 1, header: Span())
            #expect(wrong == nil, "the counter is the nonce")
        }
    }
}
