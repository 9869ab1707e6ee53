import AuraCrypto
import Crypto
import Foundation
import Testing

@Suite("Noise's symmetric state")
struct NoiseSymmetricStateTests {
    private static let name = "Noise_XX_25519_AESGCM_SHA256"

    private func pair() -> [UInt8] { NoiseSymmetricState(protocolName: Self.name).handshakeHash }

    @Test("A short protocol name is padded, a long one hashed")
    func names() {
        #expect(pair() == Array(Self.name.utf8) + [0, 0, 0, 0])
        let exact = String(repeating: "n", count: 32)
        #expect(NoiseSymmetricState(protocolName: exact).handshakeHash == Array(exact.utf8))
        let long = exact + "n"
        #expect(NoiseSymmetricState(protocolName: long).handshakeHash == Array(SHA256.hash(data: Array(long.utf8))))
    }

    @Test("Mixing a hash is SHA-256 of what there was and what came")
    func mixHash() {
        var state = NoiseSymmetricState(protocolName: Self.name)
        state.mixHash([1, 2, 3])
        #expect(state.handshakeHash == Array(SHA256.hash(data: pair() + [1, 2, 3])))
    }

    @Test("Keys come from HKDF with the chaining key as salt, ciphertexts from AES-GCM over the hash")
    func against() throws {
        let secret: [UInt8] = Array(repeating: 7, count: 32)
        let output = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: secret), salt: pair(), info: [UInt8](), outputByteCount: 64)
        let bytes = output.withUnsafeBytes { Array($0) }
        let key = SymmetricKey(data: bytes[32...])
        var state = NoiseSymmetricState(protocolName: Self.name)
        state.mixKey(secret)
        for counter in 0..<3 as Range<UInt8> {
            let nonce = try AES.GCM.Nonce(data: Array(repeating: 0, count: 11) + [counter])
            let box = try AES.GCM.seal([9, counter], using: key, nonce: nonce, authenticating: state.handshakeHash)
            let sealed = state.encryptAndHash([9, counter])
            #expect(sealed == Array(box.ciphertext) + Array(box.tag))
        }
        let split = HKDF<SHA256>.deriveKey(
            inputKeyMaterial: SymmetricKey(data: [UInt8]()), salt: bytes[..<32], info: [UInt8](), outputByteCount: 64
        ).withUnsafeBytes { Array($0) }
        let keys = state.split()
        #expect(
            keys.initiator == SymmetricKey(data: split[..<32]) && keys.responder == SymmetricKey(data: split[32...]))
    }

    @Test("What one side seals the other opens, and any changed bit is noticed")
    func open() throws {
        var sender = NoiseSymmetricState(protocolName: Self.name)
        sender.mixKey([UInt8](repeating: 1, count: 32))
        let sealed = sender.encryptAndHash([1, 2, 3])
        for bit in 0..<(sealed.count * 8) {
            var forged = sealed
            forged[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(throws: NoiseError.notAuthentic) { try Self.opened(forged) }
        }
        for length in 0..<sealed.count {
            #expect(throws: NoiseError.notAuthentic) { try Self.opened(Array(sealed[..<length])) }
        }
        #expect(try Self.opened(sealed) == [1, 2, 3])
    }

    private static func opened(_ sealed: [UInt8]) throws(NoiseError) -> [UInt8] {
        var receiver = NoiseSymmetricState(protocolName: name)
        receiver.mixKey([UInt8](repeating: 1, count: 32))
        return try receiver.decryptAndHash(sealed)
    }

    @Test("Without a key, bytes pass as they are and are mixed in by both sides alike")
    func clear() throws {
        var sender = NoiseSymmetricState(protocolName: Self.name)
        var receiver = NoiseSymmetricState(protocolName: Self.name)
        let bytes = sender.encryptAndHash([5, 6])
        let back = try receiver.decryptAndHash(bytes)
        #expect(bytes == [5, 6] && back == [5, 6] && sender.handshakeHash == receiver.handshakeHash)
        #expect(sender.handshakeHash != pair())
    }
}
