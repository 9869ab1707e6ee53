/// A Noise handshake pattern: which tokens each message carries (Noise revision 34, section 7).
public struct HandshakePattern: Sendable {
    enum Token: Sendable {
        case e, e1, s, ee, es, se, ekem1
    }

    /// The full protocol name, from which the hash starts.
    public let protocolName: String
    let messages: [[Token]]

    /// `XX` with ML-KEM-768 as hybrid forward secrecy: what Aura speaks (Noise extension "hybrid forward secrecy").
    public static let xxhfs = HandshakePattern(
        protocolName: "Noise_XXhfs_25519+ML-KEM-768_AESGCM_SHA256",
        messages: [[.e, .e1], [.e, .ee, .ekem1, .s, .es], [.s, .se]])

    /// Plain `XX`, to be held against public test vectors and other implementations. Never offered on the wire.
    public static let xx = HandshakePattern(
        protocolName: "Noise_XX_25519_AESGCM_SHA256", messages: [[.e], [.e, .ee, .s, .es], [.s, .se]])
}
