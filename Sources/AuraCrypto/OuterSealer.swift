internal import Crypto

/// Seals handshake datagrams under the outer key with XChaCha20-Poly1305 and a random nonce
/// (PROTOCOL.md, "Sealed datagrams").
///
/// Its 24-byte nonces can be drawn at random for the life of a key without a realistic chance of a repeat.
public final class OuterSealer: Sendable {
    /// Bytes that sealing adds: a 24-byte nonce in front, a 16-byte tag behind.
    public static let overhead = nonceLength + AEADContext.tagLength

    static let nonceLength = 24

    private let aead: AEADContext

    init(key: SymmetricKey) {
        aead = AEADContext(.xChaCha20Poly1305, key: key)
    }

    /// Seals `plaintext` into the front of `output`; returns the length of the result.
    ///
    /// Throws when `output` has fewer than `plaintext.count + overhead` bytes.
    public func seal(
        _ plaintext: Span<UInt8>, into output: inout MutableSpan<UInt8>
    ) throws(OuterSealError) -> Int {
        guard output.count >= plaintext.count + Self.overhead else { throw .noRoom }
        var nonce: [24 of UInt8] = .init(repeating: 0)
        var random = SystemRandomNumberGenerator()
        for index in nonce.indices {
            nonce[index] = UInt8.random(in: .min ... .max, using: &random)
            output[index] = nonce[index]
        }
        let written = aead.seal(
            plaintext, nonce: nonce.span, header: Span(), into: &output, at: Self.nonceLength)
        guard let written else { throw .noRoom }
        return Self.nonceLength + written
    }

    /// Opens a sealed datagram in place; returns where in it the plaintext lies, `nil` when it was not sealed under this
    /// key.
    public func open(_ datagram: inout MutableSpan<UInt8>) -> Range<Int>? {
        guard datagram.count >= Self.overhead else { return nil }
        var nonce: [24 of UInt8] = .init(repeating: 0)
        for index in nonce.indices { nonce[index] = datagram[index] }
        let length = aead.open(&datagram, at: Self.nonceLength, nonce: nonce.span, header: Span())
        guard let length else { return nil }
        return Self.nonceLength..<(Self.nonceLength + length)
    }
}

/// Why a datagram could not be sealed.
public enum OuterSealError: Error {
    /// The output has too little room.
    case noRoom
}
