// The only file that talks to the BoringSSL inside swift-crypto.
//
// `AES.GCM.seal` of swift-crypto's own API costs several times what the call below costs for a packet, because it
// allocates and copies; see docs/decisions. Unsafe code, and why it is sound: every pointer handed to C comes from a
// span that outlives the call, with its true count; contexts are freed once, by `deinit` of a type that cannot be copied
// or of a class; C never keeps a pointer of ours. BoringSSL contexts are immutable after set-up, so sharing is safe.

internal import CCryptoBoringSSL
internal import Crypto

/// The AEADs that Aura uses.
enum AEADAlgorithm {
    /// AES-256 in Galois/Counter mode, 12-byte nonce (NIST SP 800-38D).
    case aes256GCM
    /// XChaCha20-Poly1305, 24-byte nonce, for random nonces (draft-irtf-cfrg-xchacha).
    case xChaCha20Poly1305

    fileprivate var method: OpaquePointer? {
        switch self {
        case .aes256GCM: CCryptoBoringSSL_EVP_aead_aes_256_gcm()
        case .xChaCha20Poly1305: CCryptoBoringSSL_EVP_aead_xchacha20_poly1305()
        }
    }
}

/// An AEAD with its expanded key. Wiped by BoringSSL when it goes.
struct AEADContext: ~Copyable, @unchecked Sendable {
    /// Length of the tag in bytes, for both algorithms.
    static let tagLength = 16

    private let context: UnsafeMutablePointer<EVP_AEAD_CTX>

    /// Expands `key`, which is 32 bytes.
    init(_ algorithm: AEADAlgorithm, key: SymmetricKey) {
        let made = key.withUnsafeBytes { bytes in
            CCryptoBoringSSL_EVP_AEAD_CTX_new(
                algorithm.method, bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), bytes.count, Self.tagLength)
        }
        // Only a key of the wrong length or exhausted memory fails here; neither depends on foreign input.
        guard let made else { fatalError("AEAD set-up failed: the key must be 32 bytes") }
        context = made
    }

    deinit {
        CCryptoBoringSSL_EVP_AEAD_CTX_free(context)
    }

    /// Writes ciphertext and tag of `plaintext` into `output` from `offset` on; returns their length, `nil` if there is
    /// no room for them.
    func seal(
        _ plaintext: Span<UInt8>, nonce: Span<UInt8>, header: Span<UInt8>, into output: inout MutableSpan<UInt8>,
        at offset: Int
    ) -> Int? {
        guard offset >= 0, output.count - offset >= plaintext.count + Self.tagLength else { return nil }
        var written = 0
        let status = output.withUnsafeMutableBufferPointer { whole in
            let out = UnsafeMutableBufferPointer(rebasing: whole[offset...])
            return plaintext.withUnsafeBufferPointer { input in
                nonce.withUnsafeBufferPointer { nonce in
                    header.withUnsafeBufferPointer { header in
                        CCryptoBoringSSL_EVP_AEAD_CTX_seal(
                            context, out.baseAddress, &written, out.count, nonce.baseAddress, nonce.count,
                            input.baseAddress, input.count, header.baseAddress, header.count)
                    }
                }
            }
        }
        return status == 1 ? written : nil
    }

    /// Decrypts the ciphertext and tag that reach from `offset` to the end of `message`, in place; returns the length of
    /// the plaintext, which begins at `offset` too, or `nil` if it is forged.
    func open(
        _ message: inout MutableSpan<UInt8>, at offset: Int, nonce: Span<UInt8>, header: Span<UInt8>
    ) -> Int? {
        guard offset >= 0, message.count - offset >= Self.tagLength else { return nil }
        var written = 0
        let status = message.withUnsafeMutableBufferPointer { whole in
            let buffer = UnsafeMutableBufferPointer(rebasing: whole[offset...])
            return nonce.withUnsafeBufferPointer { nonce in
                header.withUnsafeBufferPointer { header in
                    CCryptoBoringSSL_EVP_AEAD_CTX_open(
                        context, buffer.baseAddress, &written, buffer.count, nonce.baseAddress, nonce.count,
                        UnsafePointer(buffer.baseAddress), buffer.count, header.baseAddress, header.count)
                }
            }
        }
        if status != 1 { CCryptoBoringSSL_ERR_clear_error() }
        return status == 1 ? written : nil
    }
}

/// One AES-256 block operation with an expanded key, for header masks.
final class AESBlock: @unchecked Sendable {
    private let key: UnsafeMutablePointer<AES_KEY>

    init(key secret: SymmetricKey) {
        key = .allocate(capacity: 1)
        key.initialize(to: AES_KEY())
        let status = secret.withUnsafeBytes { bytes in
            CCryptoBoringSSL_AES_set_encrypt_key(bytes.baseAddress?.assumingMemoryBound(to: UInt8.self), 256, key)
        }
        guard status == 0, secret.bitCount == 256 else { fatalError("AES set-up failed: the key must be 32 bytes") }
    }

    deinit {
        CCryptoBoringSSL_OPENSSL_cleanse(key, MemoryLayout<AES_KEY>.size)
        key.deallocate()
    }

    /// XORs `datagram[0..<16]` with the encryption of `datagram[16..<32]`; the caller has checked that both are there.
    func mask(_ datagram: inout MutableSpan<UInt8>) {
        precondition(datagram.count >= 32)
        datagram.withUnsafeMutableBytes { bytes in
            var pad: (UInt64, UInt64) = (0, 0)
            withUnsafeMutableBytes(of: &pad) { pad in
                guard let sample = bytes.baseAddress, let out = pad.baseAddress else { return }
                CCryptoBoringSSL_AES_encrypt(
                    (sample + 16).assumingMemoryBound(to: UInt8.self), out.assumingMemoryBound(to: UInt8.self), key)
            }
            let head = bytes.loadUnaligned(as: (UInt64, UInt64).self)
            bytes.storeBytes(of: head.0 ^ pad.0, toByteOffset: 0, as: UInt64.self)
            bytes.storeBytes(of: head.1 ^ pad.1, toByteOffset: 8, as: UInt64.self)
        }
    }
}
