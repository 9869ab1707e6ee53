internal import Crypto

/// What a finished handshake gives: a key for each direction and the indices that name them.
struct SessionKeys: Sendable {
    /// Seals what we send.
    let sending: SymmetricKey
    /// Opens what we receive.
    let receiving: SymmetricKey
    /// The index that the peer puts into headers.
    let localIndex: UInt32
    /// The index that we put into headers.
    let remoteIndex: UInt32
}
