public import Crypto

/// One direction's AES-256-GCM key for data packets (PROTOCOL.md, "Data packets").
///
/// The nonce is four zero bytes and the packet's counter, big-endian, as Noise defines for AESGCM. The caller sees to it
/// that a counter is used once.
public struct PacketKey: ~Copyable, Sendable {
    /// Bytes that sealing adds.
    public static let tagLength = AEADContext.tagLength

    private let aead: AEADContext

    /// Expands a 32-byte key.
    public init(_ key: SymmetricKey) {
        aead = AEADContext(.aes256GCM, key: key)
    }

    /// Writes ciphertext and tag of `plaintext` into `output` from `offset` on and returns their length; `nil` when
    /// there is no room.
    public func seal(
        _ plaintext: Span<UInt8>, counter: UInt64, header: Span<UInt8>, into output: inout MutableSpan<UInt8>,
        at offset: Int
    ) -> Int? {
        #if AURA_INSECURE_NULL_CIPHER
            return NullCipher.seal(plaintext, into: &output, at: offset)
        #else
            let nonce = Self.nonce(counter)
            return aead.seal(plaintext, nonce: nonce.span, header: header, into: &output, at: offset)
        #endif
    }

    /// Decrypts, in place, the ciphertext and tag from `offset` to the end of `message`; returns the length of the
    /// plaintext, `nil` when a bit of it or of `header` is not what the sender sealed. `message` then means nothing.
    public func open(
        _ message: inout MutableSpan<UInt8>, at offset: Int, counter: UInt64, header: Span<UInt8>
    ) -> Int? {
        #if AURA_INSECURE_NULL_CIPHER
            return NullCipher.open(message, at: offset)
        #else
            let nonce = Self.nonce(counter)
            return aead.open(&message, at: offset, nonce: nonce.span, header: header)
        #endif
    }

    private static func nonce(_ counter: UInt64) -> [12 of UInt8] {
        var nonce: [12 of UInt8] = .init(repeating: 0)
        for index in 0..<8 { nonce[4 + index] = UInt8(truncatingIfNeeded: counter >> UInt64(56 - 8 * index)) }
        return nonce
    }
}
