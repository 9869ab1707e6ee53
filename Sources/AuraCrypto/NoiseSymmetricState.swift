public import Crypto
public import Foundation

/// The symmetric state of the Noise protocol framework, revision 34, section 5.2, for AESGCM and SHA256.
public struct NoiseSymmetricState: ~Copyable {
    /// The handshake hash `h`, 32 bytes: it stands for all that both sides have said so far.
    public private(set) var handshakeHash: [UInt8]

    private var chainingKey: SymmetricKey
    private var key: SymmetricKey?
    private var nonce: UInt64 = 0

    /// Starts from the protocol's name (section 5.2, `InitializeSymmetric`).
    public init(protocolName: String) {
        let name = Array(protocolName.utf8)
        handshakeHash =
            name.count <= 32 ? name + Array(repeating: 0, count: 32 - name.count) : Array(SHA256.hash(data: name))
        chainingKey = SymmetricKey(data: handshakeHash)
    }

    /// `MixKey`: folds a secret into the chaining key and takes a new cipher key.
    public mutating func mixKey(_ input: some ContiguousBytes) {
        let (next, cipherKey) = hkdf(input)
        chainingKey = next
        key = cipherKey
        nonce = 0
    }

    /// `MixHash`: folds public bytes into the handshake hash.
    public mutating func mixHash(_ data: [UInt8]) {
        var hasher = SHA256()
        hasher.update(data: handshakeHash)
        hasher.update(data: data)
        handshakeHash = Array(hasher.finalize())
    }

    /// `EncryptAndHash`: the ciphertext with its tag, or the plaintext itself while there is no key yet.
    public mutating func encryptAndHash(_ plaintext: [UInt8]) -> [UInt8] {
        let output = key.map { seal(plaintext, with: $0) } ?? plaintext
        mixHash(output)
        return output
    }

    /// `DecryptAndHash`: throws when the ciphertext does not authenticate; the state is then good for nothing.
    public mutating func decryptAndHash(_ ciphertext: [UInt8]) throws(NoiseError) -> [UInt8] {
        guard let key else {
            mixHash(ciphertext)
            return ciphertext
        }
        let plaintext = try open(ciphertext, with: key)
        mixHash(ciphertext)
        return plaintext
    }

    /// `Split`: the two transport keys, the initiator's sending key first.
    public consuming func split() -> (initiator: SymmetricKey, responder: SymmetricKey) {
        let keys = hkdf([UInt8]())
        return (keys.0, keys.1)
    }

    private mutating func seal(_ plaintext: [UInt8], with key: SymmetricKey) -> [UInt8] {
        var output = [UInt8](repeating: 0, count: plaintext.count + PacketKey.tagLength)
        var span = output.mutableSpan
        let packetKey = PacketKey(key)
        let written = packetKey.seal(plaintext.span, counter: nonce, header: handshakeHash.span, into: &span, at: 0)
        precondition(written == output.count, "the output was made to fit")
        nonce += 1
        return output
    }

    private mutating func open(_ ciphertext: [UInt8], with key: SymmetricKey) throws(NoiseError) -> [UInt8] {
        var buffer = ciphertext
        var span = buffer.mutableSpan
        let packetKey = PacketKey(key)
        guard let length = packetKey.open(&span, at: 0, counter: nonce, header: handshakeHash.span) else {
            throw .notAuthentic
        }
        nonce += 1
        return Array(buffer[..<length])
    }

    /// HKDF as Noise defines it (section 4.3), with two outputs.
    private func hkdf(_ input: some ContiguousBytes) -> (SymmetricKey, SymmetricKey) {
        let secret = input.withUnsafeBytes { bytes in
            var mac = HMAC<SHA256>(key: chainingKey)
            mac.update(data: bytes)
            return SymmetricKey(data: mac.finalize())
        }
        let first = HMAC<SHA256>.authenticationCode(for: [1], using: secret)
        let second = HMAC<SHA256>.authenticationCode(for: Array(first) + [2], using: secret)
        return (SymmetricKey(data: first), SymmetricKey(data: second))
    }
}

/// Why a handshake message is refused.
public enum NoiseError: Error, Hashable {
    /// A field or the whole message does not authenticate.
    case notAuthentic
    /// The message is shorter than its fixed fields.
    case truncated
    /// A public key or ciphertext is not valid for its algorithm, or the shared secret would be all zero.
    case badKey
    /// A message was written or read when it was not its turn.
    case outOfTurn
}
