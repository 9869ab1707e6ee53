internal import Crypto

/// Hides the 16-byte header of a data datagram, as QUIC does (RFC 9001 section 5.4; PROTOCOL.md, "Header mask").
public final class HeaderMask: Sendable {
    /// Bytes of header that are masked.
    public static let headerLength = 16
    /// Bytes of ciphertext, right after the header, that choose the mask.
    public static let sampleLength = 16

    private let block: AESBlock

    init(key: SymmetricKey) {
        block = AESBlock(key: key)
    }

    /// Masks or unmasks in place: it is its own inverse. A datagram too short to have a header and a sample is left as
    /// it is.
    public func apply(to datagram: inout MutableSpan<UInt8>) {
        #if !AURA_INSECURE_NULL_CIPHER
            guard datagram.count >= Self.headerLength + Self.sampleLength else { return }
            block.mask(&datagram)
        #endif
    }
}
